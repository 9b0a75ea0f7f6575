"""The nearest-question step: MiniLM embeddings (int8 ONNX, 384 wide) of questions, compared by cosine."""

import re
import zipfile
from pathlib import Path

import numpy
import onnxruntime
from tokenizers import Tokenizer

NAME, NAME_INSTEAD = r"(?i)\baurora\b", "it"
"""The product's name stands in most questions and does not tell them apart: without it fewer matches are wrong."""


class Embedder:
    """Embeds one question at a time: name replaced, mean over all token vectors, scaled to unit length."""

    def __init__(self, jar: Path):
        with zipfile.ZipFile(jar) as files:
            self.tokenizer = Tokenizer.from_str(files.read("all-minilm-l6-v2-q-tokenizer.json").decode())
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
            self.session = onnxruntime.InferenceSession(
                files.read("all-minilm-l6-v2-q.onnx"), options, providers=["CPUExecutionProvider"])
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(256)
        self.inputs = {given.name for given in self.session.get_inputs()}

    def embed(self, question: str) -> numpy.ndarray:
        """The unit vector of one question. Alone, never in a batch: int8 scales depend on the whole batch."""
        encoding = self.tokenizer.encode(re.sub(NAME, NAME_INSTEAD, question))
        given = {
            "input_ids": [encoding.ids],
            "attention_mask": [encoding.attention_mask],
            "token_type_ids": [encoding.type_ids],
        }
        feed = {name: numpy.array(value, dtype=numpy.int64) for name, value in given.items() if name in self.inputs}
        vector = self.session.run(None, feed)[0][0].mean(axis=0)
        return vector / numpy.linalg.norm(vector)

    def embed_all(self, questions: list[str]) -> numpy.ndarray:
        """One row for each question."""
        return numpy.stack([self.embed(question) for question in questions])


def words(text: str) -> list[str]:
    """Its words, as they are written."""
    return [word for word in re.split(r"[^\w]+|_", text) if word]


def names_another(question: str, vocabulary: set[str]) -> bool:
    """Whether it names something that no trained question speaks of, and not Aurora: a word of two letters or more with a
    capital, not at the beginning."""
    return not re.search(NAME, question) and any(
        len(word) > 1 and word != word.lower() and word.lower() not in vocabulary for word in words(question)[1:])


def pack(vectors: numpy.ndarray) -> bytes:
    """One signed byte for each number, row after row, each row scaled so that its largest number is 127 or -127."""
    return numpy.rint(vectors * (127 / numpy.abs(vectors).max(axis=1, keepdims=True))).astype(numpy.int8).tobytes()


def unpack(packed: bytes, rows: int) -> numpy.ndarray:
    """The packed rows as unit vectors."""
    vectors = numpy.frombuffer(packed, dtype=numpy.int8).reshape(rows, -1).astype(numpy.float32)
    return vectors / numpy.linalg.norm(vectors, axis=1, keepdims=True)


def nearest(vectors: numpy.ndarray, known: numpy.ndarray) -> tuple[numpy.ndarray, numpy.ndarray]:
    """For each vector the index of the nearest known one and the cosine with it."""
    cosines = vectors @ known.T
    return cosines.argmax(axis=1), cosines.max(axis=1)
