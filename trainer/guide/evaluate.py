"""Measures the guide as its file holds it, and writes the product's question list, the test files and the report."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy
import torch

from facts import UNKNOWN, Fact
from model import Guide
from nearest import NAME, NAME_INSTEAD, Embedder, names_another, nearest, pack, unpack, words
from tokens import TURN_END, prompt

THRESHOLD = 0.56
"""Below this cosine with every trained question a question counts as off the guide's subject."""

OFF = "off."
"""How the facts begin that say what the guide does not know."""

MARGIN = 0.5
"""How far, in logits, each token of an answer must stand above all others for the question to enter the product's list:
engines round differently, and the text shall be the same in each."""

GOLDEN_QUESTIONS = [
    "What is Aurora?",
    "How do I start Aurora?",
    "Which port does Aurora use?",
    "How do I add an engine?",
    "What are you?",
]
TOKENIZER_CASES = [
    "What's Aurora? It's 3,000 times we'll ask; they've said I'm 10% sure, you're not, he'd agree.",
    "DON'T   stop\n\n  now \t tabs ",
    "naïve café, Zürich, Ωμέγα, Ünïcödé",
    "今日は世界 안녕하세요 مرحبا",
    "🙂👩‍💻 ok… “quoted” – dash",
    "./aurora engine add NAME http://localhost:11434/v1",
    "x=1_000; y[2]='a'  // ½ ² Ⅷ",
    "",
]


def write_reports(root: Path, facts: list[Fact], guide: Guide, tokenizer, minilm: Path, training: dict) -> None:
    """Runs every check and writes every file but the model."""
    folder = Path(__file__).parent
    far, near, others = (lines(folder / "offtopic" / name) for name in ("far.txt", "near.txt", "others.txt"))
    product, tests = root / "src/aurora/engine/guide", root / "test/aurora/engine/guide"
    every = [{"q": q, "a": fact.answer, "fact": fact.id} for fact in facts for q in fact.trained]
    lead = margins(guide, tokenizer, every)
    trained = [row for row, value in zip(every, lead) if value >= MARGIN]
    heldout = [{"q": q, "a": fact.answer, "fact": fact.id} for fact in facts for q in fact.heldout]
    unknown = next(fact.answer for fact in facts if fact.id == UNKNOWN)

    embedder = Embedder(minilm)
    packed = pack(embedder.embed_all([row["q"] for row in trained]))
    (product / "questions.vectors").write_bytes(packed)
    known = unpack(packed, len(trained))
    packed_others = pack(embedder.embed_all(others))
    (product / "others.vectors").write_bytes(packed_others)
    vocabulary = {word.lower() for row in trained if not row["fact"].startswith(OFF) for word in words(row["q"])}

    def found(questions: list[str]) -> Found:
        vectors = embedder.embed_all(questions)
        index, cosine = nearest(vectors, known)
        other = nearest(vectors, unpack(packed_others, len(others)))[1] > cosine
        return Found(index, cosine, other | numpy.array([names_another(each, vocabulary) for each in questions]))

    measured = {
        "trained": lead > 0,
        "lower": margins(guide, tokenizer, [row | {"q": row["q"].rstrip("?.!").lower()} for row in trained[::4]]) > 0,
        "raw": margins(guide, tokenizer, heldout) > 0,
        "heldout": found([row["q"] for row in heldout]),
        "far": found(far),
        "near": found(near),
    }
    write_json(product / "questions.json", trained)
    write_json(product / "guide.json", {
        "model": "aurora-guide",
        "threshold": THRESHOLD,
        "unknown": unknown,
        "replace": NAME,
        "replacement": NAME_INSTEAD,
    })
    write_json(tests / "trained.json", trained)
    write_json(tests / "heldout.json", heldout)
    write_json(tests / "offtopic.json", [{"q": q} for q in far])
    write_json(tests / "near.json", [{"q": q} for q in near])
    golden = [golden_case(guide, tokenizer, question) for question in GOLDEN_QUESTIONS]
    index, cosine = measured["heldout"].index, measured["heldout"].cosine
    write_json(tests / "golden.json", {
        "prompts": golden,
        "tokenizer": [{"text": text, "ids": tokenizer.encode(text).ids} for text in TOKENIZER_CASES],
        "nearest": [
            {"q": heldout[at]["q"], "nearest": trained[index[at]]["q"], "cosine": round(float(cosine[at]), 4)}
            for at in range(0, len(heldout), max(1, len(heldout) // 20))],
    })
    report = Report(facts, trained, heldout, far, near, unknown, measured)
    path = root / "docs/figures/guide.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(report.text(guide, product / "aurora-guide.gguf", training), "utf-8")
    print(path.read_text("utf-8"))


def lines(path: Path) -> list[str]:
    """The lines of a file that say something and are no comment."""
    return [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip() and line[0] != "#"]


def write_json(path: Path, value) -> None:
    """One list entry a line, so that a change shows as one line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(value, list):
        text = list_text(value)
    else:
        rows = (f"{json.dumps(key)}: {list_text(entry) if isinstance(entry, list) else json.dumps(entry)}"
                for key, entry in value.items())
        text = "{\n" + ",\n".join(rows) + "\n}"
    path.write_text(text + "\n", "utf-8")


def list_text(entries: list) -> str:
    """A JSON list with one entry a line."""
    return "[\n" + ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries) + "\n]"


@torch.no_grad()
def margins(guide: Guide, tokenizer, rows: list[dict]) -> numpy.ndarray:
    """For each row the least lead, in logits, of its answer's tokens and its end over all others.

    Above 0 greedy decoding gives exactly that answer.
    """
    results = []
    for row in rows:
        head = tokenizer.encode(prompt(row["q"])).ids
        tail = tokenizer.encode(row["a"] + TURN_END).ids
        scores = guide.logits(guide(torch.tensor([head + tail[:-1]]))[0, len(head) - 1:])
        wanted = torch.tensor(tail)[:, None]
        lead = scores.gather(1, wanted)[:, 0] - scores.scatter(1, wanted, -torch.inf).max(dim=1).values
        results.append(float(lead.min()))
    return numpy.array(results)


@torch.no_grad()
def golden_case(guide: Guide, tokenizer, question: str) -> dict:
    """One prompt with its ids, the twenty highest logits of the first answer token, and the greedy answer."""
    text = prompt(question)
    ids = tokenizer.encode(text).ids
    first = guide.logits(guide(torch.tensor([ids]))[0, -1])
    top = first.topk(20)
    answer = greedy(guide, tokenizer, ids)
    return {
        "question": question,
        "prompt": text,
        "ids": ids,
        "logits": [[int(id), round(float(value), 5)] for id, value in zip(top.indices, top.values)],
        "greedy": answer,
        "text": tokenizer.decode(answer),
    }


@torch.no_grad()
def greedy(guide: Guide, tokenizer, ids: list[int], limit: int = 200) -> list[int]:
    """The likeliest continuation up to the end of the turn, without the end token."""
    end, made = tokenizer.token_to_id(TURN_END), []
    while len(made) < limit:
        token = int(guide.logits(guide(torch.tensor([ids + made]))[0, -1]).argmax())
        if token == end:
            break
        made.append(token)
    return made


@dataclass
class Found:
    """What the nearest-question step finds for each of some questions."""

    index: numpy.ndarray
    cosine: numpy.ndarray
    other: numpy.ndarray
    """Whether a question about something else is nearer, or the question names something else."""

    def off(self, threshold: float) -> numpy.ndarray:
        """Whether each is taken to be off the subject."""
        return (self.cosine < threshold) | self.other


class Report:
    """The figures in words and tables."""

    def __init__(self, facts, trained, heldout, far, near, unknown, measured):
        self.facts, self.trained, self.heldout = facts, trained, heldout
        self.far, self.near, self.unknown, self.measured = far, near, unknown, measured

    def right(self, threshold: float) -> numpy.ndarray:
        """For each held-out phrasing whether the step and the model together give its fact's answer exactly."""
        found = self.measured["heldout"]
        right = []
        for row, at, off in zip(self.heldout, found.index, found.off(threshold)):
            if off:
                right.append(row["a"] == self.unknown)
            else:
                right.append(self.trained[at]["a"] == row["a"])
        return numpy.array(right)

    def recognised(self, kind: str, threshold: float) -> numpy.ndarray:
        """For each question off the subject whether the guide says that it does not know."""
        found = self.measured[kind]
        known = numpy.array([self.trained[at]["fact"].startswith(OFF) for at in found.index])
        return found.off(threshold) | known

    def text(self, guide: Guide, path: Path, training: dict) -> str:
        """The whole report as Markdown."""
        shape = guide.shape
        parameters = sum(weight.numel() for weight in guide.parameters())
        right = self.right(THRESHOLD)
        far_cosine, near_cosine = self.measured["far"].cosine, self.measured["near"].cosine
        rows = [
            ("Parameters", f"{parameters:,}"),
            ("Shape", f"{shape.layers} layers, {shape.hidden} wide, {shape.heads} heads over {shape.heads_kv}, "
                      f"feed-forward {shape.feed_forward}, vocabulary {shape.vocabulary}"),
            ("File", f"{path.stat().st_size:,} bytes, Q8_0 with F32 norms"),
            ("Facts", f"{len(self.facts)}"),
            ("Questions in the product's list", f"{len(self.trained):,}: the trained ones that are answered exactly, "
                                                f"by at least {MARGIN} logits"),
            ("Held-out phrasings", f"{len(self.heldout)}"),
            ("Training", f"{training['epochs']} epochs, {training['seconds']} CPU seconds on one thread, "
                         f"seed {training['seed']}, mean loss of the last epoch {training['loss']}"),
        ]
        scores = [
            ("all trained questions, as written", share(self.measured["trained"])),
            ("every fourth of the list in lower case without end mark, model alone", share(self.measured["lower"])),
            ("held-out phrasings, model alone", share(self.measured["raw"])),
            (f"held-out phrasings with the nearest-question step, threshold {THRESHOLD}", share(right)),
            ("off the subject, far: says so", share(self.recognised("far", THRESHOLD))),
            ("off the subject, near (other software, other products): says so",
             share(self.recognised("near", THRESHOLD))),
        ]
        thresholds = [
            (f"{value:.2f}", share(self.right(value)), share(self.recognised("far", value)),
             share(self.recognised("near", value))) for value in (0.40, 0.45, 0.50, 0.55, 0.60, 0.65)]
        index, cosine = self.measured["heldout"].index, self.measured["heldout"].cosine
        missed = [
            (self.heldout[at]["q"], self.trained[index[at]]["q"], f"{cosine[at]:.2f}")
            for at in numpy.flatnonzero(~right)]
        return "\n".join([
            "# Figures of aurora-guide",
            "",
            "Written by `trainer/guide/train.py`. Every figure is measured on the weights as the file holds them.",
            "\"Exact\" means that the greedy answer equals the fact's answer in every character.",
            "",
            *table(("", ""), rows),
            "",
            *table(("Exact answers", "Share"), scores),
            "",
            f"Cosine with the nearest trained question: held-out phrasings median {numpy.median(cosine):.2f}, "
            f"5th percentile {numpy.percentile(cosine, 5):.2f}; far questions highest {far_cosine.max():.2f}, "
            f"median {numpy.median(far_cosine):.2f}; near questions highest {near_cosine.max():.2f}, "
            f"median {numpy.median(near_cosine):.2f}.",
            "",
            "## The threshold",
            "",
            *table(("Threshold", "Held-out exact", "Far, says so", "Near, says so"), thresholds),
            "",
            *against_ollama(path),
            "## Held-out phrasings answered wrongly",
            "",
            *table(("Asked", "Nearest trained question", "Cosine"), missed),
            "",
        ])


def against_ollama(path: Path) -> list[str]:
    """What compare_ollama.py found, as long as it is about this very file."""
    record = Path(__file__).parent / "ollama.json"
    found = json.loads(record.read_text("utf-8")) if record.exists() else {"sha256": ""}
    if found["sha256"] != hashlib.sha256(path.read_bytes()).hexdigest():
        return []
    same = numpy.array([row["same"] for row in found["rows"]])
    lengths = numpy.array([row["same_prompt_length"] for row in found["rows"]])
    return [
        "## Against Ollama",
        "",
        f"The same file in Ollama {found['version']}, temperature 0, over `/api/chat`: text equal to PyTorch's for "
        f"{share(same)}; number of prompt tokens equal for {share(lengths)}.",
        "",
    ]


def share(values: numpy.ndarray) -> str:
    """How many of how many, and in percent."""
    return f"{int(values.sum())} of {len(values)} ({100 * values.mean():.1f} %)"


def table(head: tuple, rows: list[tuple]) -> list[str]:
    """A Markdown table, line by line."""
    return [f"| {' | '.join(row)} |" for row in [head, ("---",) * len(head), *rows]]
