use super::*;

fn construct(entry: &str) -> Result<Vec<RunSpec>, ConstructError> {
    let options = Options { max_eval_instances: Some(10), ..Options::default() };
    construct_run_specs(entry, &options, &Registry::built_in())
}

/// The names of the runs that an entry asks for.
fn names(entry: &str) -> Vec<String> {
    construct(entry).expect("a valid entry").into_iter().map(|run_spec| run_spec.name).collect()
}

/// The error and the hint that an entry is answered with.
fn refusal(entry: &str) -> String {
    let error = construct(entry).expect_err("an invalid entry");
    format!("{error}\n{}", error.hint().unwrap_or_default())
}

#[test]
fn the_method_is_part_of_the_name_only_where_it_was_typed() {
    assert_eq!(names("mmlu:subject=anatomy,model=openai/gpt2"), ["mmlu:subject=anatomy,model=openai_gpt2"]);
    assert_eq!(
        names("mmlu:subject=anatomy,method=multiple_choice_separate_original,model=openai/gpt2"),
        ["mmlu:subject=anatomy,method=multiple_choice_separate_original,model=openai_gpt2"]
    );
}

#[test]
fn expanders_apply_in_the_order_typed() {
    assert_eq!(
        names("mmlu:eval_split=test,subject=astronomy,model=openai/gpt2,instructions=expert,prompt=qa,stop=hash"),
        ["mmlu:subject=astronomy,eval_split=test,model=openai_gpt2,instructions=expert,prompt=qa,stop=hash"]
    );
    assert_eq!(names("mmlu:subject=anatomy,model=openai/gpt2,max_train_instances=big_bench_few_shot_setting").len(), 4);
}

#[test]
fn a_model_is_answered_by_its_deployment() {
    let run_spec = &construct("mmlu:subject=anatomy,model=openai/gpt2").expect("valid")[0];
    assert_eq!(run_spec.adapter_spec.model_deployment, "huggingface/gpt2");
    let run_spec = &construct("mmlu:subject=anatomy,model_deployment=huggingface/gpt2").expect("valid")[0];
    assert_eq!(run_spec.adapter_spec.model, "openai/gpt2");
}

#[test]
fn options_yield_to_what_the_entry_says() {
    let max = |entry: &str| construct(entry).expect("valid")[0].adapter_spec.max_eval_instances;
    assert_eq!(max("mmlu:subject=anatomy,model=openai/gpt2"), Some(10));
    assert_eq!(max("mmlu:subject=anatomy,model=openai/gpt2,max_eval_instances=3"), Some(3));
}

#[test]
fn zero_shot_runs_have_one_train_trial() {
    let entry = "mmlu:subject=anatomy,model=openai/gpt2,max_train_instances=0,num_train_trials=3";
    assert_eq!(construct(entry).expect("valid")[0].adapter_spec.num_train_trials, 1);
}

#[test]
fn refusals_name_what_where_and_the_cure() {
    for (entry, expected) in [
        ("mmul:subject=anatomy", "unknown scenario `mmul` in run entry `mmul:subject=anatomy`\ndid you mean `mmlu`?"),
        (
            "mmlu:subjekt=anatomy,model=openai/gpt2",
            "`mmlu` takes no argument `subjekt` (run entry `mmlu:subjekt=anatomy,model=openai/gpt2`)\ndid you mean `subject`?",
        ),
        (
            "mmlu:model=openai/gpt2",
            "`mmlu` needs `subject=...` (run entry `mmlu:model=openai/gpt2`)\nadd `subject=...`: one of the 57 subjects",
        ),
        (
            "mmlu:subject=anatomy",
            "run entry `mmlu:subject=anatomy` names no model\nadd `model=openai/gpt2`, or `model=demo/tiny-gpt2`, which needs no download",
        ),
        (
            "mmlu:subject=anatomy,model=openai/gpt2,stop=hsh",
            "`stop=hsh` is not allowed in run entry `mmlu:subject=anatomy,model=openai/gpt2,stop=hsh`: expected one of hash, semicolon, br, none\ndid you mean `stop=hash`?",
        ),
        (
            "mmlu:subject=anatomy,model=openai/gpt2,num_train_trials=0",
            "`num_train_trials=0` is not allowed in run entry `mmlu:subject=anatomy,model=openai/gpt2,num_train_trials=0`: expected a whole number from 1 to 10000\n",
        ),
        (
            "mmlu:subject=anatomy,model=openai/gpt2,max_eval_instances=0",
            "`max_eval_instances=0` is not allowed in run entry `mmlu:subject=anatomy,model=openai/gpt2,max_eval_instances=0`: expected a whole number from 1 on\n",
        ),
        (
            "mmlu:subject=anatomy,model=gpt2",
            "unknown model `gpt2` in run entry `mmlu:subject=anatomy,model=gpt2`\ndid you mean `openai/gpt2`? Others can be added in `model_deployments.yaml` of the local folder",
        ),
        (
            "mmlu:subject=anatomy,model=openai/gpt3",
            "unknown model `openai/gpt3` in run entry `mmlu:subject=anatomy,model=openai/gpt3`\ndid you mean `openai/gpt2`? Others can be added in `model_deployments.yaml` of the local folder",
        ),
        (
            "mmlu:subject=anatomy,model=openai/gpt2,model_deployment=huggingface/distilgpt2",
            "deployment `huggingface/distilgpt2` is one of model `distilbert/distilgpt2`, not of `openai/gpt2` (run entry `mmlu:subject=anatomy,model=openai/gpt2,model_deployment=huggingface/distilgpt2`)\nuse `model=distilbert/distilgpt2`",
        ),
    ] {
        assert_eq!(refusal(entry), expected);
    }
}
