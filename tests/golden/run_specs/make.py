#!/usr/bin/env python3
"""Write run_specs.json: what HELM 0.5.16 makes of run entries and of run expanders.

usage: make.py      with a Python that has crfm-helm 0.5.16

- models, deployments: those of HELM that take part; each tag that changes a run spec is on one of them.
- adapter_spec: the default adapter spec, and that of mmlu. Others hold what differs from the default
  (expansions) or from that of mmlu (entries).
- metric_specs: lists of metric specs; run specs refer to them by index.
- entries: the run specs of each run entry.
- expansions: an adapter spec, expanders in the order they apply, the run spec that comes out of them.
"""
import dataclasses
import json
from pathlib import Path

from helm.benchmark import model_deployment_registry, model_metadata_registry
from helm.benchmark.adaptation.adapter_spec import AdapterSpec
from helm.benchmark.config_registry import register_builtin_configs_from_helm_package
from helm.benchmark.presentation.run_entry import RunEntry
from helm.benchmark.run import run_entries_to_run_specs
from helm.benchmark.run_expander import RUN_EXPANDERS
from helm.benchmark.run_spec import discover_run_spec_functions
from helm.benchmark.run_spec_factory import construct_run_specs
from helm.common.general import asdict_without_nones
from helm.common.object_spec import parse_object_spec

MODELS = [
    "openai/gpt2", "simple/model1", "google/t5-11b", "google/ul2", "bigscience/t0pp", "eleutherai/gpt-j-6b",
    "anthropic/claude-v1.3", "anthropic/claude-2.1", "anthropic/claude-3-haiku-20240307",
    "google/gemini-1.0-pro-vision-001", "google/medlm-large", "google/code-bison@001", "bigcode/starcoder",
    "HuggingFaceM4/idefics-9b", "HuggingFaceM4/idefics-9b-instruct", "microsoft/llava-1.5-7b-hf",
    "openflamingo/OpenFlamingo-9B-vitl-mpt7b", "together/gpt-neoxt-chat-base-20b",
    "mistralai/amazon-mistral-7b-instruct-v0:2", "deepseek-ai/deepseek-r1", "craiyon/dalle-mini",
    "google/gemini-1.5-pro-001", "meta/opt-6.7b", "openai/davinci", "openai/text-davinci-003",
]
THINKING = "helm.benchmark.metrics.output_processors.remove_deepseek_r1_thinking"
VALUES = {
    "instructions": ["none", "expert"],
    "prompt": ["human_assistant", "question_answer", "qa", "input_output_html", "input_output", "i_o"],
    "newline": ["semicolon", "br"],
    "stop": ["hash", "semicolon", "br", "none"],
    "add_to_stop": ["newline", "###"],
    "format_prompt": ["Q> ", "a/b"],
    "global_prefix": ["nlg"],
    "num_train_trials": ["1", "3"],
    "max_train_instances": ["zero", "one", "all", "big_bench_few_shot_setting", "vhelm", "melt", "7", "0"],
    "max_eval_instances": ["default", "heim_default", "heim_fid", "heim_art_styles", "12"],
    "num_outputs": ["default", "copyright_sweep", "4"],
    "num_trials": ["2"],
    "tokenizer": ["huggingface/gpt2"],
    "num_prompt_tokens": ["default_sweep", "300"],
    "num_output_tokens": ["default_sweep", "40"],
    "eval_split": ["test", "valid"],
    "output_format_instructions": [
        name + end
        for name in ["mmlu", "mmlu_only_last_question", "mcqa", "mcqa_no_period", "mcqa_only_last_question",
                     "arabic_mcqa", "openbookqa", "med_qa"]
        for end in (["", "_suffix", "_no_prefix", "_no_prefix_suffix"] if name == "mmlu" else [""])
    ],
    "temperature": ["0.3", "0", "1"],
    "increase_temperature": ["0.25", "1"],
    "increase_max_tokens": ["10000", "0"],
    "process_output": [THINKING],
}
GROUPS = [
    "all", "text", "code", "text_code", "instruction_following", "full_functionality_text",
    "limited_functionality_text", "text_to_image", "vlm", "audiolm", "ablation", "ablation_text",
    "ablation_full_functionality_text", "ablation_limited_functionality_text", "ablation_instruction_following",
    "ablation_vlm",
]
COMBINED = [
    "mmlu:subject=anatomy,model=openai/gpt2,method=multiple_choice_separate_original",
    "mmlu:subject=anatomy,model=openai/gpt2,method=multiple_choice_separate_calibrated,num_output_tokens=3",
    "mmlu:model=openai/gpt2,subject=us_foreign_policy,stop=hash,add_to_stop=newline,newline=br",
    "mmlu:subject=anatomy,add_to_stop=newline,stop=hash,model=openai/gpt2",
    "mmlu:subject=anatomy,prompt=qa,format_prompt=X,model=openai/gpt2",
    "mmlu:subject=anatomy,format_prompt=X,prompt=qa,model=openai/gpt2",
    "mmlu:subject=anatomy,temperature=0.5,increase_temperature=0.5,model=openai/gpt2",
    "mmlu:subject=anatomy,increase_temperature=0.5,temperature=0.5,model=openai/gpt2",
    "mmlu:subject=anatomy,output_format_instructions=mmlu,instructions=expert,model=openai/gpt2",
    "mmlu:subject=anatomy,instructions=none,output_format_instructions=mmlu,model=openai/gpt2",
    "mmlu:subject=anatomy,output_format_instructions=mcqa_suffix,prompt=i_o,model=anthropic/claude-2.1",
    "mmlu:subject=anatomy,max_train_instances=melt,num_outputs=copyright_sweep,model=openai/gpt2",
    "mmlu:subject=anatomy,max_train_instances=0,num_train_trials=3,model=google/ul2,eval_split=test",
    "mmlu:subject=anatomy,model=openai/gpt2,model_deployment=huggingface/gpt2",
    "mmlu:subject=anatomy,increase_max_tokens=5,num_output_tokens=2,model=google/gemini-1.0-pro-vision-001",
    "mmlu:subject=anatomy,temperature=0.2,model=eleutherai/gpt-j-6b",
    "mmlu:subject=anatomy,stop=br,model=google/t5-11b",
    "mmlu:subject=anatomy,method=multiple_choice_separate_original,model=google/t5-11b",
]
GENERATION = {"method": "generation", "model": "openai/gpt2", "instructions": "Do it.", "output_prefix": "Answer: "}
REASONING = {**GENERATION, "method": "multiple_choice_joint_chain_of_thought"}
EXPANSIONS = [
    *(
        (GENERATION, [["output_format_instructions", name]])
        for name in [
            "narrative_qa", "natural_qa", "natural_qa_short_answer", "natural_qa_short_answer_no_prefix",
            "legalbench", "legalbench_no_prefix", "legalbench_abercrombie", "legalbench_function_of_decision_section",
            "legalbench_yes_or_no", "wmt_14", "wmt_14_only_last_sentence", "math", "numeric_nlg", "tab_fact", "wikitq",
            "arabic_mcqa", "wmt_14_suffix", "wmt_14_no_prefix_suffix",
        ]
    ),
    ({**GENERATION, "output_prefix": "Final Label: "}, [["output_format_instructions", "legalbench"]]),
    ({**GENERATION, "instructions": ""}, [["output_format_instructions", "math_no_prefix"]]),
    (REASONING, [["output_format_instructions", "mmlu_pro_suffix"]]),
    (REASONING, [["output_format_instructions", "gpqa"]]),
    (GENERATION, [["follow_format_instructions", "all"]]),
    (GENERATION, [["follow_format_instructions", "instruct"]]),
    ({**GENERATION, "model": "anthropic/claude-3-haiku-20240307"}, [["follow_format_instructions", "instruct"]]),
    (GENERATION, [["follow_format_instructions", "all"], ["output_format_instructions", "math_suffix"]]),
    (GENERATION, [["temperature", 0.3], ["increase_temperature", 1], ["increase_max_tokens", 28]]),
    (GENERATION, [["process_output", THINKING], ["add_to_stop", "newline"]]),
    (GENERATION, [["chatml", "true"]]),
    ({**GENERATION, "instructions": "", "output_prefix": "\nDoes it?\nAnswer: "}, [["chatml", "true"]], "msmarco:x=y"),
    ({**GENERATION, "output_prefix": "Does it?\nAnswer: "}, [["chatml", "true"]], "msmarco:x=y"),
    ({**GENERATION, "output_prefix": "Sum it up."}, [["chatml", "true"]], "summarization_xsum:x=y"),
]


def registered():
    register_builtin_configs_from_helm_package()
    chosen = [model_metadata_registry.MODEL_NAME_TO_MODEL_METADATA[name] for name in MODELS]
    model_metadata_registry.ALL_MODELS_METADATA[:] = chosen
    model_metadata_registry.MODEL_NAME_TO_MODEL_METADATA.clear()
    model_metadata_registry.MODEL_NAME_TO_MODEL_METADATA.update((model.name, model) for model in chosen)
    deployments = [
        deployment
        for deployment in model_deployment_registry.ALL_MODEL_DEPLOYMENTS
        if (deployment.model_name or deployment.name) in MODELS
    ]
    discover_run_spec_functions()
    return (
        [{"name": model.name, "tags": model.tags} for model in chosen],
        [
            {"name": deployment.name, "model_name": deployment.model_name, "deprecated": deployment.deprecated}
            for deployment in deployments
        ],
    )


DEFAULT = asdict_without_nones(AdapterSpec())
METRICS = []


def shown(run_spec, base):
    adapter = {k: v for k, v in asdict_without_nones(run_spec.adapter_spec).items()
               if k not in base or json.dumps(base[k]) != json.dumps(v)}
    metrics = [asdict_without_nones(spec) for spec in run_spec.metric_specs]
    if metrics not in METRICS:
        METRICS.append(metrics)
    result = {"name": run_spec.name, "scenario_args": run_spec.scenario_spec.args, "adapter_spec": adapter,
              "metric_specs": METRICS.index(metrics), "groups": run_spec.groups}
    augmenter = asdict_without_nones(run_spec.data_augmenter_spec)
    if augmenter["perturbation_specs"]:
        result["data_augmenter_spec"] = augmenter
    return result


def main():
    models, deployments = registered()
    entries = [f"mmlu:subject=anatomy,{key}={value},model=openai/gpt2" for key in VALUES for value in VALUES[key]]
    entries += [f"mmlu:subject=anatomy,model={model}" for model in MODELS if model.split("/")[0] != "openai"]
    entries += [f"mmlu:subject=anatomy,model={group}" for group in GROUPS]
    entries += COMBINED
    with_deployment = {deployment["model_name"] or deployment["name"] for deployment in deployments}
    [base] = construct_run_specs(parse_object_spec("mmlu:subject=anatomy,model=openai/gpt2"))
    mmlu = asdict_without_nones(base.adapter_spec)
    constructed, left_out = {}, []
    for entry in entries:
        try:
            constructed[entry] = [
                shown(run_spec, mmlu) for run_spec in run_entries_to_run_specs([RunEntry(entry)])
            ]
        except Exception as error:
            left_out.append(f"{entry}: {error}")
    expansions = []
    for start, expanders, *name in EXPANSIONS:
        run_spec = dataclasses.replace(base, adapter_spec=AdapterSpec(**start), name=(name or [base.name])[0])
        expansion = {"name": run_spec.name, "start": start, "expanders": expanders}
        for key, value in expanders:
            # HELM's chatml takes no value, so that no run entry can ask for it.
            expander = RUN_EXPANDERS[key]() if key == "chatml" else RUN_EXPANDERS[key](value)
            [run_spec] = expander.expand(run_spec)
        expansions.append({**expansion, "result": shown(run_spec, DEFAULT)})
    for line in left_out:
        print("left out:", line)
    lines = [
        ("models", models), ("deployments", deployments), ("adapter_spec", {"default": DEFAULT, "mmlu": mmlu}), ("metric_specs", METRICS),
        ("entries", constructed), ("expansions", expansions),
    ]
    def compact(value):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def block(value):
        if isinstance(value, dict):
            return "{\n" + ",\n".join(f"{json.dumps(k)}:{compact(v)}" for k, v in value.items()) + "\n}"
        return "[\n" + ",\n".join(map(compact, value)) + "\n]"

    text = "{\n" + ",\n".join(f"{json.dumps(name)}:{block(value)}" for name, value in lines) + "\n}\n"
    json.loads(text)
    (Path(__file__).parent / "run_specs.json").write_text(text)
    print(len(constructed), "entries,", len(expansions), "expansions,", len(with_deployment), "models with deployment")


main()
