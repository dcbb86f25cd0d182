"""CTranslate2 in 32 bit floats. Unlike the others it is told which tokens prompts share, and keeps what it computed
of them from one run to the next."""

from pathlib import Path

import ctranslate2
from ctranslate2.converters.transformers import GPT2Loader
from transformers import AutoModelForCausalLM

from serve import Peer, serve

# Prompts that are computed together.
BATCH = 8


def convert(weights, folder):
    """Writes the model as CTranslate2 reads it. Tokens are named by their ids."""
    loader = GPT2Loader()
    spec = loader.get_model_spec(AutoModelForCausalLM.from_pretrained(weights))
    spec.register_vocabulary([str(token) for token in range(Peer.vocabulary)])
    spec.config.bos_token = spec.config.eos_token = spec.config.unk_token = str(Peer.vocabulary - 1)
    spec.validate()
    spec.optimize(quantization="float32")
    folder.mkdir(exist_ok=True)
    spec.save(str(folder))


def names(tokens):
    return [str(token) for token in tokens]


class Ctranslate2(Peer):
    def __init__(self, weights, threads):
        folder = Path(weights) / "ctranslate2"
        if not (folder / "model.bin").exists():
            convert(weights, folder)
        self.generator = ctranslate2.Generator(
            str(folder), device="cpu", compute_type="float32", inter_threads=1, intra_threads=threads
        )

    def next_tokens(self, prompts):
        return self.next_tokens_after(None, prompts)

    def next_tokens_after(self, shared, ends):
        results = self.generator.generate_batch(
            [names(end) for end in ends],
            static_prompt=shared and names(shared),
            max_batch_size=BATCH,
            max_length=1,
            sampling_topk=1,
            include_prompt_in_result=False,
        )
        return [result.sequences_ids[0][0] for result in results]

    def score(self, prompt):
        return sum(self.generator.score_batch([names(prompt)])[0].log_probs)


if __name__ == "__main__":
    serve(Ctranslate2, ["ctranslate2"])
