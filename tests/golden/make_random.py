#!/usr/bin/env python3
"""Write random.json: draws of CPython's `random` and of NumPy's legacy generator.

usage: make_random.py      needs numpy; written with CPython 3.11

A list of {"seed", "op", "args", "result"}. Each record starts from a fresh generator; `result` holds
consecutive draws, all with the same arguments.

- seed: an integer or a string, as `random.seed` takes them. An integer that a double can't hold is
  {"int": "decimal digits"}. The seeds of "numpy." operations are integers.
- op: the name of a method of `random.Random`, or "numpy." and one of `numpy.random.RandomState`.
- args: the arguments, but `shuffle` and `choice` of `random` and "numpy.shuffle" get `range(n)` in
  place of n, and `sample` gets `range(n)` in place of its first argument. "numpy.choice" is called
  with replace=False, unless a third argument says otherwise. A shuffle's draw is the shuffled list; every draw shuffles a new one.
- integers that a double can't hold are decimal strings.
"""
import json
import random
from pathlib import Path

import numpy

EXACT = 2**53
SEEDS = [0, 1, 2, 3, 42, 2**32 - 1, 2**32, 2**70, -5, "id0", "id138", "0id7", "ünï"]
NUMPY_SEEDS = [0, 1, 42, 2**32 - 1]

# (operation, arguments, number of draws)
OPERATIONS = [
    ("random", [], 20),
    *(("getrandbits", [k], 6) for k in [1, 2, 5, 8, 16, 31, 32, 33, 48, 53, 54, 63, 64, 65, 96, 100, 256]),
    *(("randrange", [n], 8) for n in [1, 2, 3, 4, 7, 10, 100, 1000, 65536, 2**31, 2**32 - 1, 2**32, 10**12, 2**64]),
    ("randrange", [10, 20], 8),
    ("randrange", [-50, 50], 8),
    ("randrange", [0, 100, 7], 8),
    ("randint", [1, 6], 12),
    ("randint", [-3, 3], 12),
    ("randint", [0, 2**32], 6),
    *(("choice", [n], 10) for n in [1, 2, 5, 26, 97, 5000]),
    *(("shuffle", [n], draws) for n, draws in [(0, 1), (1, 2), (2, 6), (5, 4), (20, 2), (60, 1)]),
    # A pool is shuffled up to a population of 21 (more for k over 5); above it, repeated indices are drawn again.
    *(
        ("sample", [n, k], draws)
        for n, k, draws in [
            (1, 1, 2), (5, 0, 1), (5, 5, 3), (10, 3, 4), (21, 5, 3), (22, 5, 3), (85, 6, 2), (86, 6, 2),
            (85, 21, 1), (86, 21, 1), (277, 22, 1), (278, 22, 1), (30, 30, 1), (1000, 5, 3), (1000000, 20, 1),
            (2**33, 4, 2),
        ]
    ),
]  # fmt: skip
NUMPY_OPERATIONS = [
    ("random_sample", [], 20),
    ("rand", [], 10),
    ("rand", [3, 2], 3),
    *(
        ("choice", [n, k], draws)
        for n, k, draws in [
            (1, 1, 2), (2, 1, 6), (8, 8, 3), (36, 8, 3), (135, 10, 2), (311, 10, 2), (1024, 8, 2), (1025, 8, 2),
            (2000, 20, 1), (14042, 10, 1),
        ]
    ),
    *(("choice", [n, k, 1], 6) for n, k in [(1, 2), (3, 2), (3, 3), (4, 3), (22, 1), (22, 2), (1000, 5)]),
    *(("permutation", [n], draws) for n, draws in [(0, 1), (1, 2), (2, 6), (10, 4), (33, 2), (128, 1)]),
    *(("shuffle", [n], draws) for n, draws in [(1, 2), (2, 6), (10, 4), (33, 2), (129, 1)]),
    *(("randint", [n], 10) for n in [1, 2, 3, 10, 256, 1000, 2**31, 2**32 - 1, 2**32, 2**32 + 1, 2**40, 2**62]),
    ("randint", [5, 15], 10),
    ("randint", [-100, 100], 10),
]  # fmt: skip


def draw(generator, name, args):
    if name == "shuffle":
        items = list(range(*args))
        generator.shuffle(items)
        return items
    if name == "choice":
        return generator.choice(range(*args))
    if name == "sample":
        return generator.sample(range(args[0]), args[1])
    return getattr(generator, name)(*args)


def numpy_draw(generator, name, args):
    if name == "shuffle":
        items = numpy.arange(*args)
        generator.shuffle(items)
        return items.tolist()
    if name == "choice":
        n, k, replace = args if len(args) == 3 else [*args, 0]
        return generator.choice(n, k, replace=bool(replace)).tolist()
    result = getattr(generator, name)(*args)
    return result.tolist() if isinstance(result, numpy.ndarray) else result


def plain(value):
    """The value as JSON can hold it without loss."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, int) and abs(value) > EXACT:
        return str(value)
    return value


def records():
    for seed in SEEDS:
        written = {"int": str(seed)} if isinstance(seed, int) and abs(seed) > EXACT else seed
        for name, args, draws in OPERATIONS:
            generator = random.Random(seed)
            yield written, name, args, [draw(generator, name, args) for _ in range(draws)]
    for seed in NUMPY_SEEDS:
        for name, args, draws in NUMPY_OPERATIONS:
            generator = numpy.random.RandomState(seed)
            yield seed, f"numpy.{name}", args, [numpy_draw(generator, name, args) for _ in range(draws)]


def main():
    lines = []
    for seed, name, args, result in records():
        record = {"seed": seed, "op": name, "args": plain(args), "result": plain(result)}
        lines.append(json.dumps(record, separators=(",", ":"), ensure_ascii=False))
    text = "[\n" + ",\n".join(lines) + "\n]\n"
    path = Path(__file__).resolve().parent / "random.json"
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
