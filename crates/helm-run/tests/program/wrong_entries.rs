//! Wrong use and run entries that can't be carried out: found out before anything is run.

use super::place::Place;
use super::tar_file::questions;

/// What ends each message about wrong use.
pub(crate) const USAGE: &str = "\
Usage: helm-run [OPTIONS] --run-entries <ENTRY>... --max-eval-instances <N>
       helm-run [OPTIONS] --conf-paths <FILE>... --max-eval-instances <N>
       helm-run [OPTIONS] --explain <ENTRY>...
       helm-run [OPTIONS] --list <TOPIC>
       helm-run [OPTIONS] --cache-info|--cache-verify|--cache-compact

For more information, try '--help'.
";

/// Runs the program and checks that it refuses; nothing but the empty local folder may be there then.
#[track_caller]
pub(crate) fn refused(arguments: &str, code: i32, stderr: &str) {
    let place = Place::new();
    refused_in(&place, arguments, code, stderr);
    assert_eq!(place.files(""), [""; 0], "wrong input leaves nothing behind");
}

#[track_caller]
fn refused_in(place: &Place, arguments: &str, code: i32, stderr: &str) {
    place.run(arguments).check(code, "", stderr);
}

const SCENARIOS: &str = "blimp, ci_mcqa, custom_mcqa, demo, dyck_language, mmlu, simple_classification, simple_mcqa, \
                         simple_short_answer_qa, synthetic_reasoning, synthetic_reasoning_natural, \
                         twitter_aae, wikitext_103";

#[test]
fn unknown_scenario() {
    refused(
        "-m 1 -r demos:subject=everyday_science,model=demo/tiny-gpt2",
        1,
        "error: unknown scenario `demos` in run entry `demos:subject=everyday_science,model=demo/tiny-gpt2`\n\
         hint: did you mean `demo`?\n",
    );
    refused(
        "-m 1 -r zzz:model=demo/tiny-gpt2",
        1,
        &format!("error: unknown scenario `zzz` in run entry `zzz:model=demo/tiny-gpt2`\nhint: there is {SCENARIOS}\n"),
    );
}

#[test]
fn unknown_subject() {
    refused(
        "-m 1 -r mmlu:subject=anatmy,model=demo/tiny-gpt2",
        1,
        "error: scenario `mmlu` has no subject `anatmy`\nhint: did you mean `anatomy`?\n",
    );
    let outcome = Place::new().run("-m 1 -r mmlu:subject=all,model=demo/tiny-gpt2");
    assert!(
        outcome.stderr.starts_with(
            "error: scenario `mmlu` has no subject `all`\nhint: there is abstract_algebra, anatomy, astronomy, "
        ),
        "{}",
        outcome.stderr
    );
    assert_eq!(outcome.code, 1);
    refused(
        "-m 1 -r demo:subject=everyday_scince,model=demo/tiny-gpt2",
        1,
        "error: `subject=everyday_scince` is not allowed in run entry \
         `demo:subject=everyday_scince,model=demo/tiny-gpt2`: expected one of everyday_science, world_geography\n\
         hint: did you mean `subject=everyday_science`?\n",
    );
}

#[test]
fn subjects_of_the_data_that_is_there_decide() {
    let place = Place::new();
    place.write("benchmark_output/scenarios/mmlu/data/test/my_subject_test.csv", "1+1?,1,2,B\n3+3?,6,2,A\n");
    refused_in(
        &place,
        "-m 1 -r mmlu:subject=anatomy,model=demo/tiny-gpt2",
        1,
        "error: scenario `mmlu` has no subject `anatomy`\nhint: there is my_subject\n",
    );
    place.run("-m 1 -r mmlu:subject=my_subject,model=demo/tiny-gpt2").succeeded();
}

#[test]
fn unknown_argument() {
    refused(
        "-m 1 -r mmlu:subjectt=anatomy,model=demo/tiny-gpt2",
        1,
        "error: `mmlu` takes no argument `subjectt` (run entry `mmlu:subjectt=anatomy,model=demo/tiny-gpt2`)\n\
         hint: did you mean `subject`?\n",
    );
}

#[test]
fn missing_argument() {
    refused(
        "-m 1 -r mmlu:model=demo/tiny-gpt2",
        1,
        "error: `mmlu` needs `subject=...` (run entry `mmlu:model=demo/tiny-gpt2`)\n\
         hint: add `subject=...`: one of the 57 subjects\n",
    );
    refused(
        "-m 1 -r demo:subject=everyday_science",
        1,
        "error: run entry `demo:subject=everyday_science` names no model\n\
         hint: add `model=openai/gpt2`, or `model=demo/tiny-gpt2`, which needs no download; \
         `--models-to-run` chooses models for all entries\n",
    );
}

#[test]
fn unknown_model() {
    let place = Place::new();
    let outcome = place.run("-m 1 -r demo:subject=everyday_science,model=demo/tiny-gtp2");
    let (error, hint) = outcome.stderr.split_once('\n').expect("an error and a hint");
    assert_eq!(
        error,
        "error: unknown model `demo/tiny-gtp2` in run entry `demo:subject=everyday_science,model=demo/tiny-gtp2`"
    );
    assert!(hint.starts_with("hint: did you mean `demo/tiny-gpt2`?"), "{hint}");
    assert_eq!(outcome.code, 1);
}

#[test]
fn value_that_an_expander_does_not_take() {
    refused(
        "-m 1 -r demo:subject=everyday_science,model=demo/tiny-gpt2,instructions=experts",
        1,
        "error: `instructions=experts` is not allowed in run entry \
         `demo:subject=everyday_science,model=demo/tiny-gpt2,instructions=experts`: expected one of none, expert\n\
         hint: did you mean `instructions=expert`?\n",
    );
    refused(
        "-m 1 -r demo:subject=everyday_science,model=demo/tiny-gpt2,num_train_trials=x",
        1,
        "error: `num_train_trials=x` is not allowed in run entry \
         `demo:subject=everyday_science,model=demo/tiny-gpt2,num_train_trials=x`: expected a whole number from 1 to 10000\n",
    );
}

#[test]
fn perturbations_that_are_not_supported() {
    let entry = "demo:subject=everyday_science,model=demo/tiny-gpt2,data_augmentation=synonym";
    refused(
        &format!("-m 1 -r {entry}"),
        1,
        &format!(
            "error: `data_augmentation=synonym` is not allowed in run entry `{entry}`: expected another set, for \
             perturbation `SynonymPerturbation` is not supported: it needs spaCy's English model, which tells nouns \
             from verbs\n\
             hint: `helm-run --list perturbations` shows what there is\n"
        ),
    );
}

#[test]
fn questions_of_ones_own_that_are_no_objects() {
    for question in ["[]", r#"{"input": ["1 + 1?"], "references": [], "split": "test"}"#] {
        let place = Place::new();
        place.write("mine.jsonl", question);
        let path = place.path("mine.jsonl").display().to_string();
        let outcome = place.run(&format!("-m 1 -r custom_mcqa:path={path},model=demo/tiny-gpt2"));
        assert!(
            outcome.stderr.starts_with(
                "error: `[DIR]/mine.jsonl`, line 1: invalid type: sequence, expected an object\n\
                 hint: each line is a question such as {\"input\": "
            ),
            "{}",
            outcome.stderr
        );
        assert_eq!(outcome.code, 1);
    }
}

#[test]
fn argument_that_the_scenario_would_ignore() {
    refused(
        "-m 1 -r mmlu:subject=anatomy,model=demo/tiny-gpt2,num_prompt_tokens=5",
        1,
        "error: scenario class `helm.benchmark.scenarios.mmlu_scenario.MMLUScenario` takes no argument \
         `num_prompt_tokens`\n\
         hint: leave out `num_prompt_tokens=...`, which is for scenarios that make prompts to measure\n",
    );
}

#[test]
fn malformed_entry() {
    refused(
        "-m 1 -r demo:subject",
        1,
        "error: `subject` in run entry `demo:subject` is not of the form `key=value`\n\
         hint: run entries look like `mmlu:subject=anatomy,model=openai/gpt2`\n",
    );
    refused(
        "-m 1 -r :subject=anatomy",
        1,
        "error: run entry `:subject=anatomy` names no scenario\n\
         hint: run entries look like `mmlu:subject=anatomy,model=openai/gpt2`\n",
    );
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    refused(
        "-m 1 -r demo:subject=everyday_science,model=demo/tiny-gpt2 demos zzz",
        1,
        &format!(
            "error: unknown scenario `demos` in run entry `demos`\n\
             hint: did you mean `demo`?\n\
             error: unknown scenario `zzz` in run entry `zzz`\n\
             hint: there is {SCENARIOS}\n"
        ),
    );
}

#[test]
fn wrong_use() {
    refused(
        "-r demo:subject=everyday_science,model=demo/tiny-gpt2",
        2,
        &format!("error: the following required arguments were not provided:\n  --max-eval-instances <N>\n\n{USAGE}"),
    );
    refused(
        "-m 1 -r demo --suites s",
        2,
        &format!(
            "error: unexpected argument '--suites' found\n\n  tip: a similar argument exists: '--suite'\n\n{USAGE}"
        ),
    );
    refused(
        "-m many -r demo",
        2,
        "error: invalid value 'many' for '--max-eval-instances <N>': invalid digit found in string\n\n\
         For more information, try '--help'.\n",
    );
    for flag in ["--dry-run", "-m 3", "--suite s", "--explain demo"] {
        let outcome = Place::new().run(&format!("--list models {flag}"));
        assert!(
            outcome.stderr.starts_with("error: the argument '--list <TOPIC>' cannot be used with '-")
                || outcome.stderr.starts_with("error: the argument '--explain <ENTRY>...' cannot be used with '--list"),
            "{}",
            outcome.stderr
        );
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
    }
    for data in ["mmlu", "mmlu=", "=x"] {
        refused(
            &format!("-m 1 -r demo --scenario-data {data}"),
            2,
            &format!(
                "error: invalid value '{data}' for '--scenario-data <SCENARIO=URL|FILE>...': \
                 expected SCENARIO=URL or SCENARIO=FILE\n\nFor more information, try '--help'.\n"
            ),
        );
    }
}

#[test]
fn no_instances_to_ask() {
    refused(
        "-m 0 -r demo:subject=everyday_science,model=demo/tiny-gpt2",
        2,
        "error: invalid value '0' for '--max-eval-instances <N>': 0 is not in 1..=4294967295\n\n\
         For more information, try '--help'.\n",
    );
    let place = Place::new();
    place.write("benchmark_output/scenarios/mmlu/data/dev/anatomy_dev.csv", "1+1?,1,2,B\n");
    refused_in(
        &place,
        "-m 1 -r mmlu:subject=anatomy,model=demo/tiny-gpt2",
        1,
        "[1/1] mmlu:subject=anatomy,model=demo_tiny-gpt2\n\
         loading demo/tiny-gpt2\n\
         error: run `mmlu:subject=anatomy,model=demo_tiny-gpt2` has no evaluation instances\n\
         hint: look at `max_eval_instances` and `eval_split`\n\
         0 of 1 runs done, 1 failed\n",
    );
}

#[test]
fn emptied_questions() {
    let place = Place::new();
    place.write("benchmark_output/scenarios/mmlu/data/dev/anatomy_dev.csv", "1+1?,1,2,B\n");
    place.write("benchmark_output/scenarios/mmlu/data/test/anatomy_test.csv", "");
    let outcome = place.run("-m 1 -r mmlu:subject=anatomy,model=demo/tiny-gpt2");
    assert!(
        outcome.stderr.contains(
            "failed: `benchmark_output/scenarios/mmlu/data/test/anatomy_test.csv`, line 1: there is no row\n\
             hint: mend the row, or delete the data folder to have it fetched again\n"
        ),
        "{}",
        outcome.stderr
    );
    assert_eq!(outcome.code, 1);
}

#[test]
fn run_names_that_are_no_names_of_folders() {
    let stop = "x".repeat(300);
    let outcome =
        Place::new().run(&format!("-m 1 -r demo:subject=everyday_science,model=demo/tiny-gpt2,add_to_stop={stop}"));
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("longer name than the 255 bytes"), "{}", outcome.stderr);
    assert!(outcome.stderr.ends_with("hint: use shorter values in the run entry\n"), "{}", outcome.stderr);
}

#[test]
fn suite_outside_the_output_folder() {
    for suite in ["../x", "..", "/tmp/x", "a/b", "a\\b", "."] {
        refused(
            &format!("-m 1 -r demo:subject=everyday_science,model=demo/tiny-gpt2 --suite {suite}"),
            1,
            &format!(
                "error: `{suite}` can't be the name of a suite: it is not the name of one folder\n\
                 hint: use a name without `..`, `/` or `\\`\n"
            ),
        );
    }
}

#[test]
fn folders_that_can_not_be_written() {
    // Permissions don't keep root from writing; a file in the way does.
    let note = "note: there is no local folder `file/out`: there are the built-in models alone\n";
    for (option, folder, note) in [("--output-path", "file/out/runs/default", ""), ("--local-path", "file/out", note)] {
        let place = Place::new();
        place.write("file", "");
        refused_in(
            &place,
            &format!("-m 1 -r demo:subject=everyday_science,model=demo/tiny-gpt2 {option} file/out"),
            1,
            &format!(
                "{note}error: can't write to `{folder}`: Not a directory (os error 20)\n\
                 hint: choose another folder with `--output-path` and `--local-path`\n"
            ),
        );
    }
}

#[test]
fn yaml_that_does_not_parse() {
    let place = Place::new();
    place.write("local/model_deployments.yaml", "model_deployments:\n  - name: [x\n");
    let outcome = place.run("-m 1 -r demo:subject=everyday_science,model=demo/tiny-gpt2 --local-path local");
    assert!(
        outcome.stderr.starts_with("error: `local/model_deployments.yaml` is not the YAML it should be: "),
        "{}",
        outcome.stderr
    );
    assert!(outcome.stderr.contains("line 2 column 11"), "{}", outcome.stderr);
    assert!(
        outcome.stderr.ends_with("hint: mend the file, or remove it to use the built-in entries alone\n"),
        "{}",
        outcome.stderr
    );
    assert_eq!(outcome.code, 1);
    assert_eq!(place.files("benchmark_output"), [""; 0]);
}

#[test]
fn deployment_that_another_client_answers() {
    let place = Place::new();
    place.write(
        "local/model_deployments.yaml",
        "model_deployments:\n  - name: mine/remote\n    client_spec:\n      class_name: helm.clients.openai_client.OpenAIClient\n",
    );
    refused_in(
        &place,
        "-m 1 -r demo:subject=everyday_science,model_deployment=mine/remote --local-path local",
        1,
        "error: deployment `mine/remote` is reached by `helm.clients.openai_client.OpenAIClient`, which is not supported\n\
         hint: `helm.clients.huggingface_client.HuggingFaceClient` is\n",
    );
}

#[test]
fn scenario_data_that_no_entry_needs() {
    refused(
        "-m 1 -r demo:subject=everyday_science,model=demo/tiny-gpt2 --scenario-data mmlu=https://x.invalid/",
        1,
        "error: scenario data is given for `mmlu`, which no run entry needs\n\
         hint: leave out `--scenario-data`, which is for scenarios that take an archive\n",
    );
    refused(
        "-m 1 -r mmlu:subject=anatomy,model=demo/tiny-gpt2 --scenario-data mlu=https://x.invalid/",
        1,
        "error: scenario data is given for `mlu`, which no run entry needs\nhint: did you mean `mmlu`?\n",
    );
}

#[test]
fn scenario_data_of_the_environment_is_for_those_that_need_it() {
    let place = Place::new();
    let archive = place.write("questions.tar", questions());
    let run = |entry: &str, data: &str| {
        let mut command = place.command(&format!("-m 1 -r {entry},model=demo/tiny-gpt2"));
        place.outcome(&command.env("HELM_SCENARIO_DATA", data).output().expect("the program can be started"))
    };
    let data = format!("mmlu={}", archive.display());
    run("demo:subject=everyday_science", &data).succeeded();
    run("mmlu:subject=anatomy", &data).succeeded();
    run("mmlu:subject=anatomy", "mmlu").check(
        2,
        "",
        &format!(
            "error: invalid value 'mmlu' in HELM_SCENARIO_DATA: expected SCENARIO=URL or SCENARIO=FILE\n\n{USAGE}"
        ),
    );
}

#[test]
fn different_runs_of_one_name() {
    let place = Place::new();
    let deployment = |name: &str| {
        format!(
            "  - name: {name}\n    client_spec:\n      \
             class_name: helm.clients.huggingface_client.HuggingFaceClient\n"
        )
    };
    let deployments = ["mine/tiny", "mine_tiny"].map(deployment).concat();
    place.write("local/model_deployments.yaml", format!("model_deployments:\n{deployments}"));
    let entry = "demo:subject=everyday_science,model=mine";
    refused_in(
        &place,
        &format!("-m 1 --local-path local -r {entry}/tiny {entry}_tiny"),
        1,
        "error: run entries ask for two different runs named `demo:subject=everyday_science,model=mine_tiny`\n\
         hint: give each a suite of its own with `--suite`\n",
    );
}

#[test]
fn file_in_the_way_of_a_run() {
    let place = Place::new();
    let run = "benchmark_output/runs/default/demo:subject=everyday_science,model=demo_tiny-gpt2";
    place.write(&format!("{run}/stats.json/something"), "");
    let outcome = place.run("-m 1 -r demo:subject=everyday_science,model=demo/tiny-gpt2");
    assert!(
        outcome.stderr.contains(&format!("failed: can't write `{run}/stats.json`: Is a directory (os error 21)\n")),
        "{}",
        outcome.stderr
    );
    assert_eq!(outcome.code, 1);
    // Without `stats.json` the run doesn't count, and nothing unfinished lies about.
    let files = place.files(run);
    assert!(files.iter().all(|file| !file.contains(".tmp")), "{files:?}");
}
