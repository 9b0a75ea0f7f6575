"""Trains aurora-guide from the fact files and writes everything that is committed: model, questions, tests, report.

    python trainer/guide/train.py --minilm PATH_OF_THE_MINILM_JAR
    python trainer/guide/train.py --minilm PATH_OF_THE_MINILM_JAR --measure    (measures the file that is there)

Same seed, same machine type and same library versions give the same file.
"""

import argparse
import json
import math
import random
import time
from pathlib import Path

import torch
from torch.nn import functional

from evaluate import write_json, write_reports
from facts import Fact, read_facts, vary
from gguf_file import load_weights, write_gguf
from model import Guide, Shape
from muon import Muon
from tokens import TURN_END, prompt, train_tokenizer

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "src/aurora/engine/guide"
DESCRIPTION = "Answers questions about Aurora only; not a general model. Trained from scratch on Aurora's own text."


def arguments() -> argparse.Namespace:
    """What can be set from outside; the defaults made the committed file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--minilm", type=Path, required=True, help="jar with all-minilm-l6-v2-q.onnx and its tokenizer")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=3e-3, help="highest learning rate")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--measure", action="store_true", help="train nothing; measure the file that is there")
    return parser.parse_args()


def epoch_batches(facts: list[Fact], tokenizer, size: int, source: random.Random):
    """One pass over all trained questions in new order and new dress: token ids and a mask of the answers' tokens."""
    pairs = [(vary(question, source), fact.answer) for fact in facts for question in fact.trained]
    rows = []
    for question, answer in pairs:
        head = tokenizer.encode(prompt(question)).ids
        rows.append((head, tokenizer.encode(answer + TURN_END).ids))
    source.shuffle(rows)
    rows.sort(key=lambda row: (len(row[0]) + len(row[1])) // 8)
    batches = [rows[start:start + size] for start in range(0, len(rows), size)]
    source.shuffle(batches)
    for batch in batches:
        longest = max(len(head) + len(tail) for head, tail in batch)
        ids = torch.zeros(len(batch), longest, dtype=torch.long)
        mask = torch.zeros(len(batch), longest, dtype=torch.bool)
        for row, (head, tail) in enumerate(batch):
            ids[row, :len(head) + len(tail)] = torch.tensor(head + tail)
            mask[row, len(head):len(head) + len(tail)] = True
        yield ids, mask


def answer_loss(guide: Guide, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Cross entropy over the answers' tokens only; logits are computed nowhere else."""
    hidden = guide(ids[:, :-1])[mask[:, 1:]]
    return functional.cross_entropy(guide.logits(hidden), ids[:, 1:][mask[:, 1:]])


def optimizers(guide: Guide, rate: float) -> list[torch.optim.Optimizer]:
    """Muon for the layers' matrices, AdamW for the embedding and the norms."""
    matrices = [weight for weight in guide.blk.parameters() if weight.dim() == 2]
    others = [weight for weight in guide.parameters() if all(weight is not matrix for matrix in matrices)]
    return [
        Muon(matrices, lr=rate),
        torch.optim.AdamW(others, lr=rate, betas=(0.9, 0.95), weight_decay=0.0),
    ]


def train(guide: Guide, facts: list[Fact], tokenizer, given: argparse.Namespace) -> float:
    """Runs all epochs with a warm-up and a cosine fall of the learning rate; answers the last epoch's mean loss."""
    source = random.Random(given.seed)
    questions = sum(len(fact.trained) for fact in facts)
    steps = given.epochs * math.ceil(questions / given.batch)
    chosen = optimizers(guide, given.rate)
    step, mean = 0, 0.0
    for epoch in range(given.epochs):
        losses = []
        for ids, mask in epoch_batches(facts, tokenizer, given.batch, source):
            factor = min(1.0, (step + 1) / (0.05 * steps)) * (0.02 + 0.98 * (1 + math.cos(math.pi * step / steps)) / 2)
            loss = answer_loss(guide, ids, mask)
            guide.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(guide.parameters(), 1.0)
            for optimizer in chosen:
                for group in optimizer.param_groups:
                    group["lr"] = given.rate * factor
                optimizer.step()
            losses.append(loss.item())
            step += 1
        mean = sum(losses) / len(losses)
        print(f"epoch {epoch + 1}/{given.epochs}: loss {mean:.4f}, {time.process_time():.0f} CPU seconds", flush=True)
    return mean


def main() -> None:
    """Tokenizer, training, file, and the checks on the weights as the file holds them."""
    given = arguments()
    torch.set_num_threads(1)
    torch.manual_seed(given.seed)
    torch.use_deterministic_algorithms(True)
    facts = read_facts(Path(__file__).parent / "facts")
    tokenizer = train_tokenizer(facts)
    guide = Guide(Shape(vocabulary=tokenizer.get_vocab_size()))
    path = PRODUCT / "aurora-guide.gguf"
    record = Path(__file__).parent / "training.json"
    if not given.measure:
        started = time.process_time()
        loss = train(guide, facts, tokenizer, given)
        seconds = time.process_time() - started
        path.parent.mkdir(parents=True, exist_ok=True)
        write_gguf(path, guide, tokenizer, DESCRIPTION)
        write_json(record, {
            "seed": given.seed, "epochs": given.epochs, "loss": round(loss, 4), "seconds": round(seconds)})
    load_weights(path, guide, tokenizer)
    write_reports(ROOT, facts, guide, tokenizer, given.minilm, json.loads(record.read_text("utf-8")))


if __name__ == "__main__":
    main()
