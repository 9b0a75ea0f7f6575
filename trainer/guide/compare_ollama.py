"""Asks a running Ollama, which holds the guide as model aurora-guide, and compares its greedy text with PyTorch's.

    echo "FROM ./src/aurora/engine/guide/aurora-guide.gguf" > Modelfile
    ollama create aurora-guide -f Modelfile
    python trainer/guide/compare_ollama.py http://127.0.0.1:11434

Writes trainer/guide/ollama.json, which train.py --measure puts into the report.
"""

import hashlib
import json
import sys
import urllib.request
from pathlib import Path

from evaluate import GOLDEN_QUESTIONS, greedy, write_json
from facts import read_facts
from gguf_file import load_weights
from model import Guide, Shape
from tokens import prompt, train_tokenizer
from train import PRODUCT


def call(url: str, body: dict | None = None) -> dict:
    """A JSON answer to a GET, or to a POST when there is a body."""
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data), timeout=120) as answer:
        return json.load(answer)


def main() -> None:
    """The golden questions, some trained ones and one that was held out."""
    base = sys.argv[1].rstrip("/")
    facts = read_facts(Path(__file__).parent / "facts")
    tokenizer = train_tokenizer(facts)
    path = PRODUCT / "aurora-guide.gguf"
    guide = Guide(Shape(vocabulary=tokenizer.get_vocab_size()))
    load_weights(path, guide, tokenizer)
    questions = GOLDEN_QUESTIONS + [fact.trained[-1] for fact in facts[7::40]] + [facts[9].heldout[0]]
    rows = []
    for question in questions:
        answer = call(f"{base}/api/chat", {
            "model": "aurora-guide",
            "messages": [{"role": "user", "content": question}],
            "stream": False,
            "options": {"temperature": 0, "num_predict": 200, "num_thread": 1},
        })
        ids = tokenizer.encode(prompt(question)).ids
        expected = tokenizer.decode(greedy(guide, tokenizer, ids))
        rows.append({
            "q": question,
            "same": answer["message"]["content"] == expected,
            "same_prompt_length": answer["prompt_eval_count"] == len(ids),
            "ollama": answer["message"]["content"],
            "pytorch": expected,
        })
        print("same" if rows[-1]["same"] else "DIFFERENT", rows[-1]["same_prompt_length"], question)
    write_json(Path(__file__).parent / "ollama.json", {
        "version": call(f"{base}/api/version")["version"],
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "rows": rows,
    })


if __name__ == "__main__":
    main()
