"""Reads the fact files: what the guide knows, how people ask for it, and what is kept out of the training.

A file holds facts one after the other:

    [name]              the fact's id
    A: the answer       exactly one
    Q: a phrasing       trained
    H: a phrasing       held out, never trained
"""

import random
import re
from dataclasses import dataclass, field
from pathlib import Path

UNKNOWN = "off.subject"
"""The fact whose answer is also given to every question that is too far from all trained ones."""


@dataclass
class Fact:
    """One answer with its trained and its held-out phrasings."""

    id: str
    answer: str = ""
    trained: list[str] = field(default_factory=list)
    heldout: list[str] = field(default_factory=list)


def read_facts(folder: Path) -> list[Fact]:
    """All facts of a folder, in the order of file names and lines; refuses anything unclear."""
    facts: list[Fact] = []
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            where = f"{path.name}:{number}"
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            if line.startswith("["):
                facts.append(Fact(line.strip("[]")))
                continue
            kind, text = line[:2], line[2:].strip()
            if not facts or kind not in ("A:", "Q:", "H:") or not text:
                raise ValueError(f"{where}: expected [id], A:, Q: or H:")
            if kind == "A:" and facts[-1].answer:
                raise ValueError(f"{where}: a second answer")
            if kind == "A:":
                facts[-1].answer = text
            else:
                (facts[-1].trained if kind == "Q:" else facts[-1].heldout).append(text)
    check_facts(facts)
    return facts


def check_facts(facts: list[Fact]) -> None:
    """Refuses doubled ids, facts without answer or question, and a phrasing that stands in two places."""
    seen: dict[str, str] = {}
    ids = [fact.id for fact in facts]
    doubled = {name for name in ids if ids.count(name) > 1}
    if doubled:
        raise ValueError(f"doubled ids: {sorted(doubled)}")
    for fact in facts:
        if not fact.answer or not fact.trained:
            raise ValueError(f"{fact.id}: needs an answer and a trained question")
        for question in fact.trained + fact.heldout:
            key = plain(question)
            if key in seen:
                raise ValueError(f"{fact.id}: '{question}' is also in {seen[key]}")
            seen[key] = fact.id


def plain(question: str) -> str:
    """A question's words without case and punctuation: by these the product knows a question again at once."""
    return " ".join(re.sub(r"[\W_]+", " ", question.lower()).split())


def vary(question: str, random_source: random.Random) -> str:
    """The question as another hand would type it: half of the time as it is, else other case or end mark."""
    choice = random_source.random()
    if choice < 0.5:
        return question
    bare = question.rstrip("?.!")
    if choice < 0.65:
        return bare
    if choice < 0.8:
        return bare.lower()
    if choice < 0.95:
        return question.lower()
    return bare + random_source.choice([".", "!", " ?", "??"])
