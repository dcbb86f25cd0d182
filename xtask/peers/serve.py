"""Workloads on demand, as the engine's own benchmark serves them (crates/helm-gpt2/benches/engine/serve.rs).

A line of standard input is a workload, as in `prefill 512 1`; the line that answers it has its milliseconds and
what was found: the sum of the tokens' ids, or that of the log-probabilities. `ready` is said first, with versions.
"""

import argparse
import sys
import time
from importlib.metadata import version


def tokens(vocabulary, sequence, count):
    """The tokens of workload.rs, which are arbitrary but have to be the same."""
    return [(index * 7919 + sequence * 104729 + 13) % vocabulary for index in range(count)]


class Peer:
    """What a peer is asked for; subclasses say how."""

    vocabulary = 50257

    def next_tokens(self, prompts):
        """The most likely token after each prompt."""
        raise NotImplementedError

    def next_tokens_after(self, shared, ends):
        """The most likely token after each prompt of `shared` and one of `ends`."""
        return self.next_tokens([shared + end for end in ends])

    def score(self, prompt):
        """The sum of the log-probabilities of all tokens but the first."""
        raise NotImplementedError

    def workload(self, name, *numbers):
        """What to time."""
        if name == "prefill":
            count, prompts = numbers
            prompts = [tokens(self.vocabulary, prompt, count) for prompt in range(prompts)]
            return lambda: sum(self.next_tokens(prompts))
        if name == "score":
            prompt = tokens(self.vocabulary, 0, numbers[0])
            return lambda: self.score(prompt)
        questions, shared, own = numbers
        shared = tokens(self.vocabulary, 0, shared)
        ends = [tokens(self.vocabulary, question + 1, own) for question in range(questions)]
        return lambda: sum(self.next_tokens_after(shared, ends))


def serve(make_peer, packages):
    """Serves what `make_peer` makes of the folder with the weights and a number of threads."""
    parser = argparse.ArgumentParser()
    parser.add_argument("weights")
    parser.add_argument("--threads", type=int, required=True)
    args = parser.parse_args()
    # Libraries write to standard output too: what is said there goes where errors go.
    answers, sys.stdout = sys.stdout, sys.stderr
    peer = make_peer(args.weights, args.threads)
    print("ready", ", ".join(f"{package} {version(package)}" for package in packages), file=answers, flush=True)
    for line in sys.stdin:
        name, *numbers = line.split()
        run = peer.workload(name, *map(int, numbers))
        start = time.perf_counter()
        found = run()
        milliseconds = (time.perf_counter() - start) * 1000
        print(f"{milliseconds:.3f} {found!r}", file=answers, flush=True)
