#!/usr/bin/env python3
"""Write classification.json: what HELM's classification metrics make of gold labels and predictions.

usage: make_classification.py      needs crfm-helm 0.5.16

A list of {"class", "args", "golds", "predictions", "stats"}: for each instance its gold labels and its
prediction, then the [name, value] of all statistics, in their order.
"""
import json
import random
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")

from helm.benchmark.adaptation.request_state import RequestState  # noqa: E402
from helm.benchmark.metrics import classification_metrics  # noqa: E402
from helm.benchmark.scenarios.scenario import CORRECT_TAG, Input, Instance, Output, Reference  # noqa: E402
from helm.common.request import GeneratedOutput, Request, RequestResult  # noqa: E402

ALL = {"averages": ["macro", "micro", "weighted", None], "scores": ["f1", "precision", "recall"]}
draw = random.Random(0)
many = [f"Label {i}" for i in range(11)]
CASES = [
    ("ClassificationMetric", {}, [["Yes"], ["No"], ["yes"], ["no"]], ["yes", "Yes.", "maybe", "no"]),
    ("ClassificationMetric", {}, [["yes"], ["yes"], ["yes"]], ["yes", "no", "Yes!"]),
    ("ClassificationMetric", ALL, [["yes"], ["yes"]], ["yes", "yes"]),
    ("ClassificationMetric", ALL, [["a cat"], ["the dog"], ["a cat"]], ["a cat", "cat", "dog"]),
    ("ClassificationMetric", {"labels": ["Odd", "Even", "Neither"], **ALL}, [["odd"], ["even"]], ["odd", "odd"]),
    ("ClassificationMetric", {"labels": ["x", "y"], **ALL}, [["z"], ["z"]], ["x", "w"]),
    ("ClassificationMetric", {"delimiter": ",", **ALL}, [["a", "b"], ["b"], ["c", "a"]], ["b, a", "a,,b", "C"]),
    ("ClassificationMetric", ALL, [[draw.choice(many)] for _ in range(60)], [draw.choice(many) for _ in range(60)]),
    ("MultipleChoiceClassificationMetric", {}, [["A"], ["B"], ["C"], ["B"]], ["A", "C", " c ", "B"]),
    ("MultipleChoiceClassificationMetric", {}, [["B"], ["B"]], ["B", "B"]),
    ("MultipleChoiceClassificationMetric", {}, [["x", "y"], ["y"]], ["y", "y"]),
]


def request_state(golds, prediction):
    references = [Reference(Output(text=gold), tags=[CORRECT_TAG]) for gold in golds]
    return RequestState(
        instance=Instance(input=Input(text=""), references=references),
        reference_index=None,
        request_mode=None,
        train_trial_index=0,
        output_mapping=None,
        request=Request(model="x/y", model_deployment="x/y"),
        result=RequestResult(
            success=True, embedding=[], completions=[GeneratedOutput(text=prediction, logprob=0.0, tokens=[])], cached=False
        ),
        num_train_instances=0,
        prompt_truncated=False,
    )


lines = []
for name, args, golds, predictions in CASES:
    metric = getattr(classification_metrics, name)(**args)
    stats = metric.evaluate_instances([request_state(*pair) for pair in zip(golds, predictions)], "")
    values = [[stat.name.name, float(stat.mean)] for stat in stats]
    case = {"class": name, "args": args, "golds": golds, "predictions": predictions, "stats": values}
    lines.append(json.dumps(case, separators=(",", ":")))
Path(__file__).with_name("classification.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")
