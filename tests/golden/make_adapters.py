#!/usr/bin/env python3
"""Write adapters.json: the requests that HELM's adapters make of a few instances.

usage: make_adapters.py      needs crfm-helm 0.5.16

A list of {"deployment", "prefix_token", "adapter_spec", "instances", "request_states", "stats"}. The tokenizer has one
token for each byte of UTF-8, and bytes that are no UTF-8 are decoded to U+FFFD. Request states have the id
of their instance in its place. Cases of language modelling have results, made up, and what
LanguageModelingMetric finds in them; "stats" of other cases is null.
"""
import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from helm.benchmark.adaptation.adapter_spec import AdapterSpec
from helm.benchmark.adaptation.adapters.adapter_factory import AdapterFactory
from helm.benchmark.adaptation.scenario_state import ScenarioState
from helm.benchmark.metrics.language_modeling_metrics import LanguageModelingMetric
from helm.benchmark.metrics.metric_service import MetricService
from helm.benchmark.model_deployment_registry import ClientSpec, ModelDeployment, register_model_deployment
from helm.benchmark.model_metadata_registry import ModelMetadata, register_model_metadata
from helm.benchmark.scenarios.scenario import CORRECT_TAG, Input, Instance, Output, Reference
from helm.benchmark.tokenizer_config_registry import TokenizerConfig, TokenizerSpec, register_tokenizer_config
from helm.benchmark.window_services.tokenizer_service import TokenizerService
from helm.common.cache_backend_config import BlackHoleCacheBackendConfig
from helm.common.general import asdict_without_nones
from helm.common.local_context import LocalContext
from helm.common.request import GeneratedOutput, RequestResult, Token
from helm.common.tokenization_request import DecodeRequestResult, TokenizationRequestResult, TokenizationToken
from helm.tokenizers.tokenizer import Tokenizer


class ByteTokenizer(Tokenizer):
    def tokenize(self, request):
        tokens = list(request.text.encode())
        if request.truncation:
            tokens = tokens[: request.max_length]
        return TokenizationRequestResult(
            success=True, cached=False, tokens=[TokenizationToken(token) for token in tokens], text=request.text
        )

    def decode(self, request):
        text = bytes(request.tokens).decode(errors="replace")
        return DecodeRequestResult(success=True, cached=False, text=text)


sys.modules["byte_tokenizer"] = sys.modules["__main__"]


def reference(text, correct=False):
    return Reference(Output(text=text), tags=[CORRECT_TAG] if correct else [])


def instance(index, split, text, references=(), **more):
    return Instance(input=Input(text=text), references=list(references), split=split, id=f"id{index}", **more)


def question(index, split, right, **more):
    references = [reference(text, text in right) for text in ("red", "grün", "blue")]
    return instance(index, split, f"Colour {index}?", references, **more)


QUESTIONS = [
    question(0, "train", ["red"], extra_data={"chain_of_thought": "It glows."}),
    question(1, "train", ["grün", "blue"]),
    question(2, "train", ["red"], extra_data={"other": 1}),
    question(3, "valid", ["blue"]),
    question(4, "test", ["red", "blue"]),
]
TEXTS = [
    instance(0, "test", "Short."),
    instance(1, "test", "The quick brown fox jumps over the lazy dog and then some more."),
    instance(2, "valid", "Ünïcödé – ’quoted’ 行星运转 and 🙂🙂 at every window’s end…"),
    instance(3, "valid", ""),
    instance(4, "test", "行星运转行星运转行星运转"),
]
CHATS = [
    Instance(
        input=Input(messages=[{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]),
        references=[reference("x", True)],
        split="test",
        id="id0",
    )
]
COMMON = {"model": "test/bytes", "temperature": 0.0, "max_tokens": 3, "instructions": "Do."}
COT = {
    "method": "multiple_choice_joint_chain_of_thought",
    "input_prefix": "Q: ",
    "output_prefix": "A: ",
    "chain_of_thought_prefix": "Think: ",
    "chain_of_thought_suffix": " So: ",
    **COMMON,
}
RANKING = {
    "method": "ranking_binary",
    "reference_prefix": "Passage: ",
    "input_prefix": "Query: ",
    "output_prefix": "Answers?\nAnswer: ",
    "max_train_instances": 2,
    "stop_sequences": ["\n"],
    "num_outputs": 1,
    **COMMON,
}
MODELING = {"method": "language_modeling", "model": "test/bytes", "max_train_instances": 0, "max_tokens": 0}
CASES = [
    ({"max_sequence_length": 4096}, "", COT, QUESTIONS),
    ({"max_sequence_length": 4096}, "", {**COT, "multi_label": True, "num_train_trials": 2}, QUESTIONS),
    ({"max_sequence_length": 170}, "", {**COT, "reference_prefix": "\n(1) ", "reference_suffix": ""}, QUESTIONS),
    ({"max_sequence_length": 4096}, "", RANKING, QUESTIONS),
    ({"max_sequence_length": 300}, "", {**RANKING, "num_trials": 2, "max_train_instances": 3}, QUESTIONS),
    ({"max_sequence_length": 30}, "", {**RANKING, "num_outputs": 2, "random": "7"}, QUESTIONS),
    ({"max_sequence_length": 100}, "", {"method": "chat", "stop_sequences": ["#"], **COMMON}, CHATS),
    ({"max_sequence_length": 20, "max_request_length": 21}, "\0", MODELING, TEXTS),
    ({"max_sequence_length": 16}, "\0", {**MODELING, "random": "3", "num_train_trials": 2, "num_trials": 2}, TEXTS),
    ({"max_sequence_length": 25}, "", {**MODELING, "stop_sequences": ["\n"]}, TEXTS),
    ({"max_sequence_length": 10, "max_request_length": 40}, "<s>", MODELING, TEXTS),
    (
        {"max_sequence_length": 30, "max_request_length": 31, "max_sequence_and_generated_tokens_length": 33},
        "\0",
        {**MODELING, "max_tokens": 8},
        TEXTS,
    ),
]


def register(index, limits, prefix_token):
    name = f"test/bytes{index}"
    tokenizer = TokenizerSpec(class_name="byte_tokenizer.ByteTokenizer")
    register_tokenizer_config(TokenizerConfig(name=name, tokenizer_spec=tokenizer, prefix_token=prefix_token))
    client = ClientSpec(class_name="helm.clients.simple_client.SimpleClient")
    deployment = ModelDeployment(
        name=name, model_name="test/bytes", tokenizer_name=name, client_spec=client, **limits
    )
    register_model_deployment(deployment)
    return name


def with_result(state):
    """A result whose tokens are the prompt's characters."""
    characters = [Token(text=c, logprob=-(i % 7) / 8 - 0.1) for i, c in enumerate(state.request.prompt)]
    completion = GeneratedOutput(text=state.request.prompt, logprob=-1.5, tokens=characters)
    result = RequestResult(success=True, embedding=[], completions=[completion], cached=False, request_time=0.25)
    return replace(state, result=result)


def without_instance(state):
    return {**asdict_without_nones(state), "instance": state.instance.id}


register_model_metadata(
    ModelMetadata(
        name="test/bytes",
        creator_organization_name="Test",
        display_name="Test",
        description="A test.",
        access="open",
        release_date=None,
        tags=[],
    )
)
lines = []
with tempfile.TemporaryDirectory() as folder:
    service = TokenizerService(LocalContext(base_path=folder, cache_backend_config=BlackHoleCacheBackendConfig()))
    for index, (limits, prefix_token, arguments, instances) in enumerate(CASES):
        spec = AdapterSpec(model_deployment=register(index, limits, prefix_token), **arguments)
        states = AdapterFactory.get_adapter(spec, service).adapt(instances, parallelism=1)
        stats = None
        if spec.method == "language_modeling":
            states = [with_result(state) for state in states]
            metric_service = MetricService(service._context)
            metric = LanguageModelingMetric(names=[])
            result = metric.evaluate(ScenarioState(spec, states), metric_service, folder, parallelism=1)
            stats = [asdict_without_nones(stat) for stat in result.aggregated_stats]
        case = {
            "deployment": limits,
            "prefix_token": prefix_token,
            "adapter_spec": asdict_without_nones(spec),
            "instances": [asdict_without_nones(one) for one in instances],
            "request_states": [without_instance(state) for state in states],
            "stats": stats,
        }
        lines.append(json.dumps(case, ensure_ascii=False, separators=(",", ":")))
Path(__file__).with_name("adapters.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")
