#!/usr/bin/env python3
"""Write demo_logits.json: what the demo model makes of ten texts, worked out in double precision.

usage: make_logits.py      needs torch and transformers
"""
import csv
import json
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

HERE = Path(__file__).resolve().parent
DEMO = HERE / ".." / ".." / "demo"
NEW_TOKENS = 16
LONG = 480  # tokens of the longest text
SMALLEST_GAP = 1e-3  # between the two likeliest next tokens, so that rounding can't swap them


def prompt(subject, examples):
    """A joint multiple choice prompt: the solved examples, then the first test question."""
    read = lambda split: list(csv.reader(open(DEMO / "data" / split / f"{subject}_{split}.csv", newline="", encoding="utf-8")))
    blocks = [f"The following are multiple choice questions (with answers) about {subject.replace('_', ' ')}.\n"]
    for row in [*read("dev")[:examples], read("test")[0]]:
        options = "\n".join(f"{letter}. {option}" for letter, option in zip("ABCD", row[1:5]))
        blocks.append(f"Question: {row[0]}\n{options}\nAnswer: {row[5]}\n")
    return "\n".join(blocks)[: -len(" A\n")]


def texts(tokenizer):
    filler = " ".join(f"{i} rivers, {i * i} lakes and {i % 7} seas;" for i in range(200))
    long = tokenizer.decode(tokenizer(filler, verbose=False).input_ids[:LONG])
    return [
        "Which planet is closest to the Sun?",
        "a",
        " ",
        "\n",
        "  two spaces,\n\n\ta tab and\r\n    four more  ",
        "São Paulo, Côte d'Ivoire, Ångström — “naïve” … 東京 🙂",
        "0123456789 1,000,000.50 it's we'll I'd 25 °C",
        "<|endoftext|>Question: How many legs does a spider have?\nA. Six\nB. Eight\nC. Ten\nD. Twelve\nAnswer:",
        prompt("everyday_science", 5),
        long,
    ]


def case(model, tokenizer, text):
    ids = tokenizer(text).input_ids
    with torch.no_grad():
        logprobs = torch.log_softmax(model(torch.tensor([ids])).logits[0], dim=-1)
        greedy = list(ids)
        for _ in range(NEW_TOKENS):
            best = model(torch.tensor([greedy])).logits[0, -1].topk(2)
            gap = (best.values[0] - best.values[1]).item()
            assert gap > SMALLEST_GAP, f"{text[:40]!r}: the two likeliest tokens are only {gap} apart"
            greedy.append(best.indices[0].item())
    continuation = greedy[len(ids) :]
    top = logprobs[-1].topk(10)
    return {
        "text": text,
        "token_ids": ids,
        "token_strings": [tokenizer.decode([token]) for token in ids],
        "prompt_logprobs": [0.0] + [logprobs[i, token].item() for i, token in enumerate(ids[1:])],
        "next_token_top10": [list(pair) for pair in zip(top.indices.tolist(), top.values.tolist())],
        "greedy_continuation": continuation,
        "greedy_text": tokenizer.decode(continuation),
    }


def main():
    torch.set_num_threads(1)
    tokenizer = AutoTokenizer.from_pretrained(DEMO / "model")
    model = AutoModelForCausalLM.from_pretrained(DEMO / "model").double().eval()
    result = {
        "model": "demo/tiny-gpt2",
        "dtype": "float64",
        "note": "prompt_logprobs[0] is 0 by convention; logprobs are of the plain softmax, no temperature",
        "cases": [case(model, tokenizer, text) for text in texts(tokenizer)],
    }
    text = json.dumps(result, indent=1, ensure_ascii=False) + "\n"
    (HERE / "demo_logits.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
