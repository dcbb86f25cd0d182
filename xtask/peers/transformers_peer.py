"""transformers, called as crfm-helm 0.5.16 calls it: one prompt at a time, with its arguments of `generate` for a
multiple-choice question, and for log-probabilities of a prompt its loop over positions."""

import torch
from transformers import AutoModelForCausalLM

from serve import Peer, serve

# The end of a line, at which answers to multiple-choice questions end.
NEWLINE = 198


class Transformers(Peer):
    def __init__(self, weights, threads):
        torch.set_num_threads(threads)
        self.model = AutoModelForCausalLM.from_pretrained(weights).to("cpu")
        self.pad_token = self.model.config.eos_token_id

    def next_tokens(self, prompts):
        return [self.next_token(prompt) for prompt in prompts]

    def next_token(self, prompt):
        input_ids = torch.tensor([prompt])
        output = self.model.generate(
            input_ids=input_ids,
            attention_mask=torch.ones_like(input_ids),
            # Stands for 0.
            temperature=1e-7,
            num_return_sequences=1,
            max_new_tokens=1,
            top_p=1,
            do_sample=True,
            return_dict_in_generate=True,
            output_scores=True,
            eos_token_id=NEWLINE,
            stopping_criteria=None,
            pad_token_id=self.pad_token,
        )
        token = output.sequences[0][-1]
        torch.nn.functional.log_softmax(output.scores[0][0], dim=0)[token].item()
        return token.item()

    def score(self, prompt):
        input_ids = torch.tensor([prompt])
        with torch.no_grad():
            logits = self.model(input_ids).logits
        total = 0.0
        for index in range(len(prompt) - 1):
            logprobs = torch.nn.functional.log_softmax(logits[0][index], dim=0)
            total += logprobs[input_ids[0][index + 1]].item()
        return total


if __name__ == "__main__":
    serve(Transformers, ["transformers", "torch"])
