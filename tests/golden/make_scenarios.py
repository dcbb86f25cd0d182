#!/usr/bin/env python3
"""Write scenarios.json and scenario_runs.json: what HELM makes of scenarios, without a download.

usage: make_scenarios.py RUNS      with crfm-helm 0.5.16

RUNS is the folder of a suite with the runs of REFERENCE_RUNS, each made by

    helm-run --run-entries ENTRY --suite SUITE --max-eval-instances 10

- scenarios.json: of each scenario class with its arguments and the files it is given, the number of instances, the
  SHA-256 of all of them as HELM's `to_jsonl` writes them, and the first FULL ones in full.
- scenario_runs.json: `entries` are run entries with HELM's run specs, before any limit on instances; `runs` are those
  of RUNS: run spec, scenario, and of each request the instance, the prompt and the number of examples in it.
"""
import hashlib
import json
import os
import sys
import tempfile
from pathlib import Path

from helm.benchmark.config_registry import register_builtin_configs_from_helm_package
from helm.benchmark.run_spec_factory import construct_run_specs
from helm.benchmark.scenarios.blimp_scenario import BLiMPScenario
from helm.benchmark.scenarios.scenario import ScenarioSpec, create_scenario
from helm.common.codec import to_json, to_jsonl
from helm.common.object_spec import parse_object_spec

FULL = 3
MODULES = "helm.benchmark.scenarios."
SCENARIOS = [
    (MODULES + "simple_scenarios.SimpleMCQAScenario", {}),
    (MODULES + "simple_scenarios.SimpleShortAnswerQAScenario", {}),
    (MODULES + "simple_scenarios.SimpleClassificationScenario", {}),
    *((MODULES + "dyck_language_scenario.DyckLanguageScenario", {"num_parenthesis_pairs": n}) for n in [1, 2, 3, 4]),
    *(
        (MODULES + "synthetic_reasoning_scenario.SyntheticReasoningScenario", {"mode": mode})
        for mode in ["pattern_match", "variable_substitution", "induction"]
    ),
    *(
        (MODULES + "synthetic_reasoning_natural_scenario.SRNScenario", {"difficulty": difficulty})
        for difficulty in ["easy", "medium", "hard"]
    ),
]
# An article of WikiText-103 starts with a title between two lines of a blank; parts have titles too.
ARTICLE = " \n = {} = \n \nAn introduction = of sorts = .\n \n = = Part = = \n \nIts text, <unk> naïve .\n \n"
ARTICLES = [f"Article {number}" for number in range(58)] + ["= odd", "Größe"]
# Scenarios that read files, with our files, in the folder where HELM looks for them.
OWN_FILES = [
    *(
        (
            MODULES + "twitter_aae_scenario.TwitterAAEScenario",
            {"demographic": demographic},
            {
                f"{demographic}_tweets.csv": f"a plain tweet of {demographic}\n\"a comma, and \"\"quotes\"\"\"\r\n"
                '"two\r\nlines",more\nstray "quotes" 😀\n'
            },
        )
        for demographic in ["aa", "white"]
    ),
    (
        MODULES + "wikitext_103_scenario.Wikitext103Scenario",
        {},
        {"data/wiki.test.raw": "".join(ARTICLE.format(title) for title in ARTICLES) + " = No title = \n"},
    ),
    *(
        (
            MODULES + "blimp_scenario.BLiMPScenario",
            {"phenomenon": phenomenon},
            {
                f"data/data/{paradigm}.jsonl": json.dumps({"sentence_good": f"{paradigm} good.", "sentence_bad": "Bad."})
                + "\n"
                for paradigm in paradigms
            },
        )
        for phenomenon, paradigms in BLiMPScenario.phenomenon_to_paradigms.items()
    ),
    (
        MODULES + "custom_mcqa_scenario.CustomMCQAScenario",
        {"path": "own/questions.jsonl", "num_train_instances": 1},
        {
            "own/questions.jsonl": "\n".join(
                [
                    '{"input": {"text": "1 + 1?"}, "references": [{"output": {"text": "2"}, "tags": ["correct"]},'
                    ' {"output": {"text": "3"}, "tags": []}], "split": "train"}',
                    '{"input":{"text":"Größte \\"Zahl\\"?"},"references":[{"output":{"text":"3"},"tags":[]},'
                    '{"output":{"text":"π"},"tags":["correct"]}],"split":"test","id":"q7","comment":"kept by no one"}',
                    '{"references": [{"tags": [], "output": {"text": "no"}}, {"tags": ["correct"], "output":'
                    ' {"text": "yes"}}], "split": "valid", "sub_split": "easy", "input": {"text": "Is it?"},'
                    ' "extra_data": {"source": "hand"}}',
                ]
            )
            + "\n"
        },
    ),
    (
        MODULES + "ci_mcqa_scenario.CIMCQAScenario",
        {},
        {
            "restricted/mock_bdsi_multiple_answers_removed.json": '[{"question": "1 + 1?", "options": ["2", "3"],'
            ' "correct_option": 1, "topic": "sums"}]\n',
            "restricted/bdsi_multiple_answers_removed.json": '[{"question": "2 + 2?", "options": ["3", "5", "4"],'
            ' "correct_option": 3},\n {"question": "3 + 3?", "options": ["6"], "correct_option": 1}]\n',
        },
    ),
]
ENTRIES = [
    "simple_mcqa",
    "simple_short_answer_qa",
    "simple_classification",
    "dyck_language:num_parenthesis_pairs=1",
    "dyck_language:num_parenthesis_pairs=04",
    "synthetic_reasoning:mode=variable_substitution",
    "synthetic_reasoning:mode=induction",
    "synthetic_reasoning_natural:difficulty=medium",
    "synthetic_reasoning_natural:difficulty=hard",
    "ci_mcqa",
    "custom_mcqa:path=questions.jsonl",
    "custom_mcqa:path=/data/our/questions.jsonl,num_train_instances=2",
    "custom_mcqa:path=questions.jsonl,method=multiple_choice_separate_original,num_train_instances=2",
    "custom_mcqa:path=questions.jsonl,method=multiple_choice_separate_calibrated",
    "twitter_aae:demographic=aa",
    "twitter_aae:demographic=white",
    "wikitext_103",
    "blimp:phenomenon=ellipsis",
    "blimp:phenomenon=binding,method=multiple_choice_joint",
    "blimp:phenomenon=binding,method=multiple_choice_joint_chain_of_thought",
    "blimp:phenomenon=quantifiers,method=multiple_choice_separate_calibrated",
]
REFERENCE_RUNS = [
    ("simple_mcqa", "simple_mcqa:"),
    ("simple_classification", "simple_classification:"),
    ("dyck_language:num_parenthesis_pairs=3", "dyck_language_np=3:"),
    ("synthetic_reasoning:mode=pattern_match", "synthetic_reasoning:mode=pattern_match,"),
    ("synthetic_reasoning_natural:difficulty=easy", "synthetic_reasoning_natural:difficulty=easy,"),
]


def described(class_name, args, files=None):
    folder = Path(tempfile.mkdtemp())
    for path, text in (files or {}).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())
    os.chdir(folder)
    scenario = create_scenario(ScenarioSpec(class_name=class_name, args=args))
    instances = scenario.get_instances(str(folder))
    text = to_jsonl(instances)
    return {
        "class_name": class_name,
        "args": args,
        "files": files or {},
        "name": scenario.name,
        "description": scenario.description,
        "tags": scenario.tags,
        "count": len(instances),
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "first": [json.loads(line) for line in text.split("\n")[:FULL]],
    }


def run_spec(entry):
    separator = "," if ":" in entry else ":"
    (spec,) = construct_run_specs(parse_object_spec(f"{entry}{separator}model=openai/gpt2"))
    return json.loads(to_json(spec))


def reference_run(folder):
    state = json.loads((folder / "scenario_state.json").read_text())
    return {
        "run_spec": json.loads((folder / "run_spec.json").read_text()),
        "scenario": json.loads((folder / "scenario.json").read_text()),
        "requests": [
            {
                "instance": request_state["instance"],
                "num_train_instances": request_state["num_train_instances"],
                "prompt": request_state["request"]["prompt"],
            }
            for request_state in state["request_states"]
        ],
    }


def write(name, value):
    """Lists with an item a line."""

    def lines(items):
        return "[\n" + ",\n".join(json.dumps(item, separators=(",", ":")) for item in items) + "\n]"

    if isinstance(value, dict):
        text = "{\n" + ",\n".join(f'"{key}": {lines(items)}' for key, items in value.items()) + "\n}\n"
    else:
        text = lines(value) + "\n"
    (Path(__file__).resolve().parent / name).write_text(text, encoding="utf-8")


def main():
    register_builtin_configs_from_helm_package()
    runs = Path(sys.argv[1]).resolve()
    write("scenarios.json", [described(*scenario) for scenario in [*SCENARIOS, *OWN_FILES]])
    write(
        "scenario_runs.json",
        {
            "entries": [{"entry": entry, "run_spec": run_spec(entry)} for entry in ENTRIES],
            "runs": [
                {"entry": entry, **reference_run(next(runs.glob(prefix + "*")))} for entry, prefix in REFERENCE_RUNS
            ],
        },
    )


if __name__ == "__main__":
    main()
