use helm_core::construct::{Options, construct_run_specs};
use helm_core::registry::Registry;
use helm_core::run_entry::RunEntry;
use helm_core::{run_expander, run_spec_function, runner};
use hostile_input::check_text;
use std::path::Path;

const ENTRIES: [&str; 8] = [
    "mmlu:subject=anatomy,method=multiple_choice_separate_calibrated,model=openai/gpt2,data_augmentation=robustness",
    "mmlu:subject=anatomy,eval_split=test,model=openai/gpt2,max_train_instances=big_bench_few_shot_setting,seed=3",
    "demo:subject=everyday_science,model=demo/tiny-gpt2,num_train_trials=2,max_eval_instances=3,prompt=human_assistant",
    "synthetic_reasoning:mode=pattern_match,model=openai/gpt2,temperature=0.5,num_outputs=3,instructions=expert",
    "dyck_language:num_parenthesis_pairs=3,model=openai/gpt2,stop=hash,newline=all,format_prompt=instruct",
    "custom_mcqa:path=questions.jsonl,num_train_instances=3,model=openai/gpt2,increase_max_tokens=100",
    "blimp:phenomenon=island_effects,model=openai/gpt2,global_prefix=nlg,add_to_stop=newline",
    "wikitext_103:model=text,max_eval_instances=5,replace=a-b,output_format_instructions=mmlu,process_output=none",
];

#[test]
fn run_entries_never_panic() {
    let registry = Registry::built_in();
    let mut tokens = vec!["model=", "model_deployment=huggingface/gpt2", ",", "=", "all", "robustness", "canonical"];
    tokens.extend(run_spec_function::ALL.iter().map(|function| function.name));
    tokens.extend(run_expander::ALL.iter().map(|expander| expander.name));
    check_text(&ENTRIES, &tokens, |entry| {
        // Neither is to be right: what is wrong is an error.
        let _ = RunEntry::parse(entry);
        match construct_run_specs(entry, &Options::default(), &registry) {
            Ok(run_specs) => {
                for run_spec in run_specs {
                    let _ = runner::check(&run_spec, Path::new("no such folder"));
                }
            }
            Err(error) => drop((error.to_string(), error.hint())),
        }
    });
}
