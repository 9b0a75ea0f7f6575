"""Writes the network as a GGUF file with Q8_0 matrices and F32 norms, and reads such weights back."""

import json
from pathlib import Path

import gguf
import numpy
import torch
from tokenizers import Tokenizer

from model import Guide
from tokens import CHAT_TEMPLATE, END_OF_TEXT, SPECIAL, TURN_END

Q8 = gguf.GGMLQuantizationType.Q8_0


def write_gguf(path: Path, guide: Guide, tokenizer: Tokenizer, description: str) -> None:
    """Writes model, vocabulary and template into one file that llama.cpp, Ollama and Aurora read."""
    shape = guide.shape
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("aurora-guide")
    writer.add_description(description)
    writer.add_license("Apache-2.0")
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.hidden)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.feed_forward)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.heads_kv)
    writer.add_rope_dimension_count(shape.head)
    writer.add_rope_freq_base(shape.rope_base)
    writer.add_layer_norm_rms_eps(shape.epsilon)
    writer.add_vocab_size(shape.vocabulary)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)
    writer.add_quantization_version(gguf.GGML_QUANT_VERSION)
    add_vocabulary(writer, tokenizer)
    for name, weight in guide.named_parameters():
        values = weight.detach().float().numpy()
        if values.ndim == 1:
            writer.add_tensor(name, values)
        else:
            writer.add_tensor(name, gguf.quants.quantize(values, Q8), raw_dtype=Q8)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def add_vocabulary(writer: gguf.GGUFWriter, tokenizer: Tokenizer) -> None:
    """Tokens in the order of their ids, special ones marked as control, and the merges in the order of their rank."""
    ids = tokenizer.get_vocab()
    tokens = token_list(tokenizer)
    merges = [" ".join(pair) for pair in json.loads(tokenizer.to_str())["model"]["merges"]]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types([
        gguf.TokenType.CONTROL if token in SPECIAL else gguf.TokenType.NORMAL for token in tokens])
    writer.add_token_merges(merges)
    writer.add_bos_token_id(ids[END_OF_TEXT])
    writer.add_eos_token_id(ids[TURN_END])
    writer.add_pad_token_id(ids[END_OF_TEXT])
    writer.add_add_bos_token(False)
    writer.add_add_eos_token(False)
    writer.add_chat_template(CHAT_TEMPLATE)


def token_list(tokenizer: Tokenizer) -> list[str]:
    """All tokens in the order of their ids."""
    ids = tokenizer.get_vocab()
    return sorted(ids, key=ids.get)


def load_weights(path: Path, guide: Guide, tokenizer: Tokenizer) -> None:
    """Puts the file's weights, dequantised to float32, into the network; refuses a file with another vocabulary."""
    reader = gguf.GGUFReader(path)
    if reader.get_field("tokenizer.ggml.tokens").contents() != token_list(tokenizer):
        raise ValueError(f"{path.name} was made from other facts: train again")
    tensors = {tensor.name: tensor for tensor in reader.tensors}
    with torch.no_grad():
        for name, weight in guide.named_parameters():
            tensor = tensors.pop(name)
            values = gguf.quants.dequantize(tensor.data, tensor.tensor_type)
            weight.copy_(torch.from_numpy(numpy.array(values, dtype=numpy.float32)).view_as(weight))
    if tensors:
        raise ValueError(f"tensors nobody asked for: {sorted(tensors)}")
