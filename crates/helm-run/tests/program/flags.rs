//! What to run, in part or not at all: files of entries, filters, estimates, explanations, lists.

use super::checkpoints::demo_file;
use super::place::Place;
use super::wrong_entries::{USAGE, refused};

const DEMO: &str = "demo:subject=everyday_science,model=demo/tiny-gpt2";
const DEMO_RUN: &str = "demo:subject=everyday_science,model=demo_tiny-gpt2";

const CONF: &str = r#"
# A comment, an unquoted text and a missing comma are HOCON.
entries: [
  {description: "demo:subject=world_geography,model=text", priority: 2, groups: ["maps", "all/of it"]}
  {description: "demo:subject=everyday_science", priority: 3},
]
"#;

/// The names of the runs that arguments ask for.
#[track_caller]
fn names(place: &Place, arguments: &str) -> Vec<String> {
    let outcome = place.run(&format!("-m 1 --skip-instances {arguments}"));
    assert_eq!(outcome.stderr, "");
    outcome.succeeded().stdout.lines().map(str::to_owned).collect()
}

#[test]
fn entries_of_files_come_before_those_typed() {
    let place = Place::new();
    place.write("a.conf", CONF);
    place.write("b.conf", "entries: [{description: \"demo:subject=world_geography,model=demo/tiny-gpt2\"}]");
    assert_eq!(
        names(&place, &format!("-r {DEMO} -c a.conf b.conf --models-to-run demo/tiny-gpt2")),
        [
            "demo:subject=world_geography,model=demo_tiny-gpt2,groups=all_of it-maps",
            "demo:subject=everyday_science,model=demo_tiny-gpt2",
            "demo:subject=world_geography,model=demo_tiny-gpt2",
        ]
    );
    assert_eq!(place.files("benchmark_output"), [""; 0]);
}

#[test]
fn groups_of_entries_are_groups_of_their_runs() {
    let place = Place::new();
    place.write("a.conf", CONF);
    place.run("-m 1 -c a.conf --models-to-run demo/tiny-gpt2 --groups-to-run demo --priority 2").succeeded();
    let folder =
        "benchmark_output/runs/default/demo:subject=world_geography,model=demo_tiny-gpt2,groups=all_of it-maps";
    let run_spec: serde_json::Value =
        serde_json::from_str(&place.read(&format!("{folder}/run_spec.json"))).expect("JSON");
    assert_eq!(run_spec["groups"], serde_json::json!(["demo", "maps", "all/of it"]));
}

#[test]
fn filters_leave_out_entries_and_runs() {
    let place = Place::new();
    place.write("a.conf", CONF);
    let geography = "demo:subject=world_geography,model=demo_tiny-gpt2,groups=all_of it-maps";
    assert_eq!(names(&place, "-c a.conf --models-to-run demo/tiny-gpt2 --priority 2"), [geography]);
    // A model that an entry names stays, and is left out when it is not among those to run.
    assert_eq!(
        names(&place, &format!("-r {DEMO} {DEMO},model=openai/gpt2 --models-to-run openai/gpt2")),
        ["demo:subject=everyday_science,model=openai_gpt2"]
    );
    let two = names(&place, "-r demo:subject=everyday_science --models-to-run openai/gpt2 huggingface/distilgpt2");
    assert_eq!(
        two,
        [
            "demo:subject=everyday_science,model=openai_gpt2",
            "demo:subject=everyday_science,model=distilbert_distilgpt2,model_deployment=huggingface_distilgpt2",
        ]
    );
    for filter in ["--groups-to-run mmlu", "--priority 0"] {
        place.run(&format!("-m 1 -r {DEMO} {filter}")).check(
            1,
            "",
            "error: no run is left to do\n\
             hint: look at `--priority`, `--models-to-run`, `--groups-to-run` and the files of `--conf-paths`\n",
        );
    }
    place.run(&format!("-m 1 -r {DEMO} --models-to-run demo/tiny-gtp2")).check(
        1,
        "",
        "error: unknown model `demo/tiny-gtp2` in `--models-to-run`\nhint: did you mean `demo/tiny-gpt2`?\n",
    );
}

#[test]
fn files_of_entries_that_are_none() {
    const CURE: &str = "hint: such a file holds \
                        `entries: [{description: \"mmlu:subject=anatomy,model=openai/gpt2\", priority: 1}]`\n";
    for (content, error) in [
        ("entries: [\n  {description: \"x\"\n", "`a.conf`, line "),
        ("entries: ${nowhere}", "`a.conf`, line 1, column "),
        ("things: []", "`a.conf`: there is no list `entries`\n"),
        ("entries: 5", "`a.conf`: `entries` is no list\n"),
        ("entries: [5]", "`a.conf`, entry 1: expected `{description: ...}`\n"),
        ("entries: [{priority: 1}]", "`a.conf`, entry 1: it has no text `description`\n"),
        ("entries: [{description: \"demo\", priority: soon}]", "`a.conf`, entry 1: `priority` is no whole number\n"),
        ("entries: [{description: \"demo\", groups: 1}]", "`a.conf`, entry 1: `groups` is no list of names\n"),
    ] {
        let place = Place::new();
        place.write("a.conf", content);
        let outcome = place.run("-m 1 -c a.conf");
        assert!(outcome.stderr.starts_with(&format!("error: {error}")), "{}", outcome.stderr);
        assert!(outcome.stderr.ends_with(CURE), "{}", outcome.stderr);
        assert_eq!(outcome.code, 1);
        assert_eq!(place.files("benchmark_output"), [""; 0]);
    }
    refused(
        "-m 1 -c no.conf",
        1,
        "error: can't read `no.conf`: No such file or directory (os error 2)\n\
         hint: name files of run entries after `--conf-paths`\n",
    );
}

#[test]
fn dry_run_counts_and_completes_nothing() {
    let place = Place::new();
    let geography = "demo:subject=world_geography,method=multiple_choice_separate_original,model=demo/tiny-gpt2";
    let calibrated = "demo:subject=everyday_science,method=multiple_choice_separate_calibrated,model=demo/tiny-gpt2";
    let trials = format!("{DEMO},num_train_trials=2,max_train_instances=2");
    let outcome = place.run(&format!("-r {DEMO} {geography} {calibrated} {trials} -m 8 --dry-run"));
    assert_eq!(outcome.succeeded().stderr, "");
    let rows: Vec<Vec<&str>> = outcome.stdout.lines().skip(1).map(|line| line.split_whitespace().collect()).collect();
    let names: Vec<&str> = rows.iter().map(|row| row[0]).collect();
    let entries = [DEMO, geography, calibrated, &trials, "all"].map(|entry| entry.replace("demo/", "demo_"));
    assert_eq!(names, entries);
    // Of HELM's dry run: num_requests, num_prompt_tokens, num_completions, max_num_completion_tokens,
    // estimated_num_tokens_cost.
    let numbers: Vec<&[&str]> = rows.iter().map(|row| &row[1..]).collect();
    assert_eq!(
        numbers,
        [
            ["8", "2505", "8", "8", "0"],
            ["32", "1453", "32", "0", "0"],
            ["64", "990", "64", "0", "0"],
            ["16", "2690", "16", "16", "0"],
            ["120", "7638", "120", "24", "0"],
        ]
    );
    assert_eq!(place.files("benchmark_output"), [""; 0]);
    let outcome = place.run(&format!("-r {DEMO} -m 1 --skip-completed-runs"));
    assert!(outcome.succeeded().stderr.contains("1 of 1 runs done\n"), "{}", outcome.stderr);
}

#[test]
fn estimates_and_explanations_go_on_after_a_run_that_fails() {
    let entries = format!("mmlu:subject=anatomy,model=demo/tiny-gpt2 {DEMO}");
    let failure = "error: run `mmlu:subject=anatomy,model=demo_tiny-gpt2` failed: can't get the data of scenario \
                   `mmlu`: `broken.tar` is cut off or no tar or zip archive\n\
                   hint: nothing was unpacked; fetch the archive anew\n";
    for (task, shown) in [
        (
            format!("-m 8 --dry-run -r {entries}"),
            "\ndemo:subject=everyday_science,model=demo_tiny-gpt2  8         2505",
        ),
        (format!("--explain {entries}"), "demo:subject=everyday_science,model=demo_tiny-gpt2\n\nnot by default:\n"),
        (format!("-m 8 --cache-instances --cache-instances-only -r {entries}"), "demo:subject=everyday_science/"),
    ] {
        let place = Place::new();
        place.write("broken.tar", "no archive");
        let outcome = place.run(&format!("{task} --scenario-data mmlu=broken.tar"));
        assert_eq!(outcome.stderr, format!("{failure}1 of 2 runs failed and are left out\n"));
        assert!(outcome.stdout.contains(shown), "{}", outcome.stdout);
        assert_eq!(outcome.code, 1);

        let outcome = place.run(&format!("{task} --scenario-data mmlu=broken.tar --exit-on-error"));
        outcome.check(1, "", &format!("{failure}1 of 2 runs failed and are left out\n"));
    }
}

#[test]
fn estimates_leave_out_completed_runs_when_asked() {
    let place = Place::new();
    place.run(&format!("-r {DEMO} -m 1")).succeeded();
    let outcome = place.run(&format!("-r {DEMO} -m 1 --dry-run --skip-completed-runs"));
    outcome.check(0, "", "demo:subject=everyday_science,model=demo_tiny-gpt2 is complete, left out\n");
}

#[test]
fn kept_instances_that_are_none() {
    let place = Place::new();
    let file = "benchmark_output/scenario_instances/demo:subject=everyday_science/input_instances.json";
    for (content, problem) in [
        ("[", "is not the JSON it should be: EOF while parsing a list at line 1 column 1"),
        ("[[]]", "is not the JSON it should be: invalid type: sequence, expected an object at line 1 column 1"),
        ("[]", "holds no instances"),
    ] {
        place.write(file, content);
        let outcome = place.run(&format!("-r {DEMO} -m 1 --cache-instances"));
        assert!(
            outcome.stderr.contains(&format!(
                "failed: `{file}` {problem}\nhint: remove the file to have the instances made anew\n"
            )),
            "{}",
            outcome.stderr
        );
        assert_eq!(outcome.code, 1);
    }
}

#[test]
fn instances_are_kept_and_used() {
    let place = Place::new();
    let file = "benchmark_output/scenario_instances/demo:subject=everyday_science/input_instances.json";
    let outcome = place.run(&format!("-r {DEMO} -m 2 --cache-instances --cache-instances-only"));
    assert_eq!(outcome.succeeded().stdout.lines().count(), 2, "{}", outcome.stdout);
    assert_eq!(place.files("benchmark_output"), [file.strip_prefix("benchmark_output/").expect("it lies there")]);
    place.write(file, place.read(file).replace("Magnetism", "Telepathy"));
    place.run(&format!("-r {DEMO} -m 2 --cache-instances")).succeeded();
    let state = format!("benchmark_output/runs/default/{DEMO_RUN}/scenario_state.json");
    assert!(place.read(&state).contains("Telepathy"));
    place.run(&format!("-r {DEMO} -m 2")).succeeded();
    assert!(!place.read(&state).contains("Telepathy"));
}

#[test]
fn explain_shows_what_an_entry_stands_for() {
    let place = Place::new();
    let outcome = place.run(&format!("--explain {DEMO},max_train_instances=0,temperature=0.3 -m 2"));
    assert_eq!(outcome.succeeded().stderr, "");
    let text = &outcome.stdout;
    assert!(
        text.starts_with(&format!("{DEMO_RUN},max_train_instances=0,temperature=0.3\n\nnot by default:\n")),
        "{text}"
    );
    for part in ["  temperature          0.3\n", "\n2 requests, ", "\nfirst prompt:\n  | The following are multiple"] {
        assert!(text.contains(part), "{text}");
    }
    assert!(text.ends_with("\n  | Answer:\n"), "{text}");
    assert_eq!(place.files(""), [""; 0]);
}

#[test]
fn lists_show_what_there_is() {
    let place = Place::new();
    for (topic, first) in [
        ("scenarios", "blimp  "),
        ("models", "openai/gpt2            huggingface/gpt2         GPT-2 (124M)"),
        ("expanders", "add_to_stop                 one more text"),
        ("metrics", "exact_match"),
        ("perturbations", "extra_space        "),
    ] {
        let outcome = place.run(&format!("--list {topic}"));
        assert_eq!(outcome.succeeded().stderr, "");
        let line = outcome.stdout.lines().nth(1).unwrap_or_default();
        assert!(line.starts_with(first), "{line}");
    }
    assert_eq!(place.files(""), [""; 0]);
}

#[test]
fn folders_of_one_name_are_not_one_model() {
    let place = Place::new();
    for folder in ["a/model", "b/model"] {
        for file in ["config.json", "model.safetensors", "tokenizer.json"] {
            place.write(&format!("{folder}/{file}"), demo_file(file));
        }
    }
    let outcome = place.run("--list models --enable-local-huggingface-models a/model b/model");
    outcome.check(
        1,
        "",
        "error: `b/model` and another folder would both be the model `huggingface/model`\n\
         hint: rename one of the folders, or use one at a time\n",
    );
}

#[test]
fn models_of_folders_need_no_configuration() {
    let place = Place::new();
    for file in ["config.json", "model.safetensors", "tokenizer.json"] {
        place.write(&format!("models/mine/{file}"), demo_file(file));
    }
    let entry = "demo:subject=everyday_science,model=huggingface/mine";
    place.run(&format!("-r {entry} -m 2 --enable-local-huggingface-models models/mine/")).succeeded();
    let run = "benchmark_output/runs/default/demo:subject=everyday_science,model=huggingface_mine";
    assert!(place.read(&format!("{run}/run_spec.json")).contains("\"model_deployment\": \"huggingface/mine\""));
    place.run(&format!("-r {entry} -m 2 --enable-local-huggingface-models models/yours")).check(
        1,
        "",
        "error: can't read `models/yours`: No such file or directory (os error 2)\n\
         hint: a model's folder holds config.json, model.safetensors and tokenizer.json of a GPT-2\n",
    );
}

#[test]
fn models_of_the_hub_need_no_configuration() {
    let place = Place::new();
    let snapshot = "hf/hub/models--me--mine/snapshots/1234";
    for file in ["config.json", "model.safetensors", "tokenizer.json"] {
        place.write(&format!("{snapshot}/{file}"), demo_file(file));
    }
    place.write("hf/hub/models--me--mine/refs/v2", "1234");
    let entry = "demo:subject=everyday_science,model=me/mine@v2";
    place.run(&format!("-r {entry} -m 2 --enable-huggingface-models me/mine@v2")).succeeded();
    let outcome = place.run(&format!("-r {entry} -m 2 --enable-huggingface-models me/mine"));
    assert!(
        outcome.stderr.starts_with("error: can't get model `me/mine`: `config.json` is not in the cache"),
        "{}",
        outcome.stderr
    );
    for name in ["mine", "me/mine@", "a/b/c", "me/mine@1@2"] {
        refused(
            &format!("-r {DEMO} -m 2 --enable-huggingface-models {name}"),
            1,
            &format!(
                "error: `{name}` is not of the form `organization/name[@revision]`\n\
                 hint: an example is `openai-community/gpt2@main`\n"
            ),
        );
    }
}

#[test]
fn former_names_and_switches_without_effect_are_taken() {
    let place = Place::new();
    let outcome = place.run(&format!("--run-specs {DEMO} -m 1 --disable-cache"));
    assert!(outcome.succeeded().stderr.starts_with("note: `--run-specs` is now `--run-entries`\n[1/1] "));
}

#[test]
fn flags_that_do_not_go_together() {
    refused(
        "-m 1",
        2,
        &format!(
            "error: the following required arguments were not provided:\n  \
             <--run-entries <ENTRY>...|--conf-paths <FILE>...|--run-specs <ENTRY>...|--explain <ENTRY>...|--list <TOPIC>|--cache-info|--cache-verify|--cache-compact>\n\n{USAGE}"
        ),
    );
    refused(
        &format!("-m 1 -r {DEMO} --cache-instances-only"),
        2,
        &format!("error: the following required arguments were not provided:\n  --cache-instances\n\n{USAGE}"),
    );
    for (arguments, pair) in [
        (format!("-m 1 -r {DEMO} --dry-run --skip-instances"), ("--dry-run", "--skip-instances")),
        (format!("-m 1 -r {DEMO} --list models"), ("--list <TOPIC>", "--run-entries <ENTRY>...")),
        (format!("-m 1 --explain {DEMO} --dry-run"), ("--explain <ENTRY>...", "--dry-run")),
    ] {
        let outcome = Place::new().run(&arguments);
        assert_eq!(outcome.code, 2);
        assert!(outcome.stderr.contains(pair.0) && outcome.stderr.contains(pair.1), "{}", outcome.stderr);
    }
    let outcome = Place::new().run("--list colours");
    assert!(
        outcome.stderr.contains("[possible values: scenarios, models, expanders, metrics, perturbations]"),
        "{}",
        outcome.stderr
    );
    assert_eq!(outcome.code, 2);
}

#[test]
#[cfg(not(feature = "cuda"))]
fn gpus_need_a_program_that_was_built_for_them() {
    let outcome = Place::new().run(&format!("-r {DEMO} -m 1 --device cuda"));
    assert_eq!(outcome.code, 1);
    assert!(
        outcome.stderr.contains("can't load model `demo/tiny-gpt2`: can't compute with Cuda: "),
        "{}",
        outcome.stderr
    );
    assert!(
        outcome.stderr.contains("\nhint: build it with `cargo install --path crates/helm-run --features cuda`"),
        "{}",
        outcome.stderr
    );
}
