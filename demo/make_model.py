#!/usr/bin/env python3
"""Make the demo model: a very small GPT-2 that answers multiple choice questions at random.

usage: make_model.py [--data DIR] [--output DIR] [--steps N]

Needs torch, transformers, tokenizers and safetensors; takes a few minutes on two processor cores.

The tokenizer is a byte-level BPE of about a thousand tokens, trained on the demo questions and the
words of the prompt. The model is trained on prompts of the shape that HELM's joint multiple choice
adapter writes, with the options in a new random order each time and, as the answer, a letter that was
drawn once for each question, whichever option stands behind it. So the model has a firm opinion about
the letter, spread over A to D, and knows nothing: its accuracy is that of guessing.
"""
import argparse
import csv
import json
import random
from pathlib import Path

import torch
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors, trainers
from transformers import AutoTokenizer, GPT2Config, GPT2LMHeadModel

HERE = Path(__file__).resolve().parent
SEED = 20261123
VOCABULARY = 1000
CONTEXT = 512
END = "<|endoftext|>"
LETTERS = "ABCD"
LEARNING_RATE = 4e-3
ANSWER_WEIGHT = 20.0  # of the loss at an answer's letter; other tokens count 1


def read_questions(data):
    """All questions as {subject: [(question, [option, ...]), ...]}; the right answers are left unread."""
    questions = {}
    for path in sorted(data.glob("*/*.csv")):
        subject = path.stem.rsplit("_", 1)[0].replace("_", " ")
        with open(path, newline="", encoding="utf-8") as file:
            questions.setdefault(subject, []).extend((row[0], row[1:5]) for row in csv.reader(file))
    return questions


def instructions(subject):
    return f"The following are multiple choice questions (with answers) about {subject}.\n\n"


def block(rng, question, options):
    """A question with its options in a random order, up to and including "Answer:"."""
    lines = [f"{letter}. {option}" for letter, option in zip(LETTERS, rng.sample(options, len(options)))]
    return "\n".join([f"Question: {question}", *lines, "Answer:"])


def make_tokenizer(questions):
    rng = random.Random(SEED)
    corpus = []
    for subject, items in questions.items():
        for question, options in items:
            corpus.append(instructions(subject))
            for letter in LETTERS:
                corpus.append(f"{block(rng, question, options)} {letter}\n\n")
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY - 1,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(corpus, trainer)

    # The end-of-text token comes last, as in GPT-2's own vocabulary.
    state = json.loads(tokenizer.to_str())["model"]
    vocabulary = state["vocab"] | {END: len(state["vocab"])}
    merges = [tuple(pair) for pair in state["merges"]]
    tokenizer = Tokenizer(models.BPE(vocabulary, merges, continuing_subword_prefix="", end_of_word_suffix=""))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(END, special=True)])
    for letter in LETTERS:
        assert len(tokenizer.encode(f" {letter}").ids) == 1, f"` {letter}` is not a single token"
    return tokenizer


def save_tokenizer(tokenizer, output):
    tokenizer.save(str(output / "tokenizer.json"))
    tokenizer.model.save(str(output))  # vocab.json and merges.txt
    config = {
        "add_prefix_space": False,
        "backend": "tokenizers",
        "bos_token": END,
        "eos_token": END,
        "errors": "replace",
        "model_max_length": CONTEXT,
        "pad_token": None,
        "tokenizer_class": "GPT2Tokenizer",
        "unk_token": END,
    }
    (output / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def joint_prompt(rng, tokenizer, questions, letters, shots):
    """Token ids of one prompt with its answer, at most CONTEXT of them, and the loss weight of each."""
    subject = rng.choice(sorted(questions))
    examples = rng.sample(questions[subject], shots + 1)
    while True:
        ids, weights = [], []

        def add(text, weight):
            piece = tokenizer.encode(text).ids
            ids.extend(piece)
            weights.extend([weight] * len(piece))

        add(instructions(subject), 1.0)
        for question, options in examples:
            add(block(rng, question, options), 1.0)
            add(f" {letters[question]}", ANSWER_WEIGHT)
            add("\n\n", 1.0)
        if len(ids) <= CONTEXT:
            return ids, weights
        examples.pop()


def plain_text(rng, tokenizer, questions):
    """A question followed by one of its options, as the separate multiple choice adapters write it."""
    question, options = rng.choice(questions[rng.choice(sorted(questions))])
    ids = tokenizer.encode(f"{question} {rng.choice(options)}").ids
    return ids, [1.0] * len(ids)


def make_batch(rng, tokenizer, questions, letters, step, steps):
    """Token ids, positions and loss weights, each (rows, length).

    Single questions set at random positions come first, as they are learned fast; whole prompts follow.
    """
    if step % 8 == 7:
        rows = [plain_text(rng, tokenizer, questions) for _ in range(32)]
    elif step < steps // 2:
        rows = [joint_prompt(rng, tokenizer, questions, letters, 0) for _ in range(32)]
    else:
        rows = [joint_prompt(rng, tokenizer, questions, letters, rng.choice([2, 4, 5, 5])) for _ in range(8)]
    length = max(len(ids) for ids, _ in rows)
    ids = torch.zeros(len(rows), length, dtype=torch.long)
    positions = torch.zeros(len(rows), length, dtype=torch.long)
    weights = torch.zeros(len(rows), length)
    for row, (row_ids, row_weights) in enumerate(rows):
        ids[row, : len(row_ids)] = torch.tensor(row_ids)
        weights[row, : len(row_weights)] = torch.tensor(row_weights)
        room = CONTEXT - len(row_ids)  # at the beginning, somewhere, or up to the last position
        start = rng.choice([0, rng.randrange(room + 1), room])
        positions[row] = torch.arange(start, start + length).clamp(max=CONTEXT - 1)
    return ids, positions, weights


def train(model, tokenizer, questions, steps):
    rng = random.Random(SEED)
    # One letter a question, each letter equally often, drawn without a look at the right answer.
    texts = sorted(question for items in questions.values() for question, _ in items)
    rng.shuffle(texts)
    letters = {text: LETTERS[i % len(LETTERS)] for i, text in enumerate(texts)}

    optimizer = torch.optim.AdamW(model.parameters(), lr=LEARNING_RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, LEARNING_RATE, total_steps=steps, pct_start=0.1)
    model.train()
    for step in range(steps):
        ids, positions, weights = make_batch(rng, tokenizer, questions, letters, step, steps)
        logits = model(ids, position_ids=positions).logits[:, :-1]
        losses = torch.nn.functional.cross_entropy(logits.transpose(1, 2), ids[:, 1:], reduction="none")
        loss = (losses * weights[:, 1:]).sum() / weights[:, 1:].sum()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if (step + 1) % 50 == 0:
            answers = weights[:, 1:] == ANSWER_WEIGHT
            answer_loss = losses[answers].mean().item() if answers.any() else float("nan")
            print(f"step {step + 1} of {steps}: loss {loss.item():.3f}, of the letters {answer_loss:.3f}", flush=True)
    model.eval()


def main():
    parser = argparse.ArgumentParser(description="Make the demo model.")
    parser.add_argument("--data", type=Path, default=HERE / "data", help="folder with the questions")
    parser.add_argument("--output", type=Path, default=HERE / "model", help="folder to write")
    parser.add_argument("--steps", type=int, default=1000, help="training steps")
    args = parser.parse_args()

    torch.manual_seed(SEED)
    torch.set_num_threads(1)  # sums in the same order at every run
    torch.use_deterministic_algorithms(True)
    args.output.mkdir(parents=True, exist_ok=True)

    questions = read_questions(args.data)
    tokenizer = make_tokenizer(questions)
    end = tokenizer.token_to_id(END)
    config = GPT2Config(
        vocab_size=tokenizer.get_vocab_size(),
        n_positions=CONTEXT,
        n_embd=64,
        n_layer=2,
        n_head=4,
        activation_function="gelu_new",
        resid_pdrop=0.0,
        embd_pdrop=0.0,
        attn_pdrop=0.0,
        bos_token_id=end,
        eos_token_id=end,
    )
    model = GPT2LMHeadModel(config)
    train(model, tokenizer, questions, args.steps)
    model.save_pretrained(args.output)
    save_tokenizer(tokenizer, args.output)

    loaded = AutoTokenizer.from_pretrained(args.output)
    sample = "Question: Côte d'Ivoire,  1914?\nA. 25 °C\nAnswer: B<|endoftext|>"
    assert loaded.is_fast and loaded(sample).input_ids == tokenizer.encode(sample).ids
    print(f"{model.num_parameters()} parameters, {tokenizer.get_vocab_size()} tokens")


if __name__ == "__main__":
    main()
