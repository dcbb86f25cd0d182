//! Runs of the demo are those that HELM made of it (`tests/golden/`).

use super::compare::run_folders;
use super::place::{Place, repository};
use std::fs;
use std::path::Path;

const ENTRIES: &str = "mmlu:subject=everyday_science,model=demo/tiny-gpt2 \
    mmlu:subject=world_geography,model=demo/tiny-gpt2 \
    mmlu:subject=everyday_science,method=multiple_choice_separate_original,model=demo/tiny-gpt2 \
    mmlu:subject=everyday_science,model=demo/tiny-gpt2,num_train_trials=2,max_train_instances=2";

#[test]
fn runs_equal_those_of_helm() {
    let place = Place::new();
    copy_demo_data(&place.path("out/scenarios/mmlu/data"));
    demo_as_local_model(&place);
    let outcome =
        place.run(&format!("--run-entries {ENTRIES} --suite golden -m 8 --output-path out --local-path local"));
    outcome.succeeded();

    let golden = repository().join("tests/golden/runs/golden");
    let mut compared = 0;
    for entry in fs::read_dir(&golden).expect("the golden files are there").flatten() {
        if !entry.path().is_dir() || entry.file_name() == "groups" {
            continue;
        }
        let name = entry.file_name().into_string().expect("run names are UTF-8");
        let ours = place.path("out/runs/golden").join(name.replace(",method=multiple_choice_joint", ""));
        let ours = if ours.is_dir() { ours } else { place.path("out/runs/golden").join(&name) };
        if let Err(differences) = run_folders(&entry.path(), &ours) {
            panic!("{name} differs:\n{}", differences.join("\n"));
        }
        compared += 1;
    }
    assert_eq!(compared, 4);

    // Nothing in this file differs from execution to execution: it is the same to the byte.
    let separate =
        "mmlu:subject=everyday_science,method=multiple_choice_separate_original,model=demo_tiny-gpt2/run_spec.json";
    let expected = fs::read_to_string(golden.join(separate)).expect("the golden files are there");
    assert_eq!(place.read(&format!("out/runs/golden/{separate}")), expected);
}

#[test]
fn perturbed_runs_equal_those_of_helm() {
    let place = Place::new();
    let golden = repository().join("tests/golden/perturbations");
    copy_demo_data(&place.path("benchmark_output/scenarios/mmlu/data"));
    for list in ["dialect/SAE_to_AAVE_mapping.json", "person_name/data/person_names.txt"] {
        let text = fs::read(golden.join("word_lists").join(list)).expect("the golden files are there");
        place.write(&format!("benchmark_output/perturbations/{list}"), text);
    }
    demo_as_local_model(&place);
    let entry = "mmlu:subject=world_geography,model=demo/tiny-gpt2,max_train_instances=0,data_augmentation=canonical";
    place.run(&format!("--run-entries {entry} --suite perturbed -m 2 --local-path local")).succeeded();

    let name = entry.replace("demo/", "demo_");
    let theirs = name.replace(",model=", ",method=multiple_choice_joint,model=");
    let compared = run_folders(
        &golden.join("runs/perturbed").join(theirs),
        &place.path("benchmark_output/runs/perturbed").join(name),
    );
    match compared {
        Ok(leaves) => assert!(leaves > 1000, "only {leaves} leaves were compared"),
        Err(differences) => panic!("{}", differences.join("\n")),
    }
}

#[test]
fn predicted_texts_equal_those_of_helm() {
    let place = Place::new();
    let golden = repository().join("tests/golden/language_modeling");
    let tweets = fs::read(golden.join("aa_tweets.csv")).expect("the golden files are there");
    place.write("benchmark_output/scenarios/twitter_aae/aa_tweets.csv", tweets);
    demo_as_local_model(&place);
    let entry = "twitter_aae:demographic=aa,model=demo/tiny-gpt2";
    place.run(&format!("--run-entries {entry} --suite predicted -m 8 --local-path local")).succeeded();

    let run = format!("runs/predicted/{}", entry.replace("demo/", "demo_"));
    match run_folders(&golden.join(&run), &place.path("benchmark_output").join(&run)) {
        Ok(leaves) => assert!(leaves > 1000, "only {leaves} leaves were compared"),
        Err(differences) => panic!("{}", differences.join("\n")),
    }
}

#[test]
fn word_lists_that_cannot_be_had_are_named() {
    let place = Place::new();
    let entry = "demo:subject=everyday_science,model=demo/tiny-gpt2,data_augmentation=fairness";
    // A proxy that nobody answers at stands for a missing network.
    let mut command = place.command(&format!("-m 1 -r {entry}"));
    let output = command.env("HTTPS_PROXY", "http://127.0.0.1:1").output().expect("the program can be started");
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(
        stderr.contains("can't get the words of perturbation `dialect` from https://storage.googleapis.com/"),
        "{stderr}"
    );
    assert!(stderr.contains("at `benchmark_output/perturbations/dialect/SAE_to_AAVE_mapping.json`"), "{stderr}");
}

fn copy_demo_data(target: &Path) {
    for split in ["dev", "val", "test"] {
        fs::create_dir_all(target.join(split)).expect("folders can be made");
        for file in fs::read_dir(repository().join("demo/data").join(split)).expect("the demo has it").flatten() {
            fs::copy(file.path(), target.join(split).join(file.file_name())).expect("files can be copied");
        }
    }
}

/// The golden files' local folder: the demo's model under its name, read from its folder.
fn demo_as_local_model(place: &Place) {
    let model = repository().join("demo/model").display().to_string();
    for file in ["model_deployments.yaml", "model_metadata.yaml", "tokenizer_configs.yaml"] {
        let text = fs::read_to_string(repository().join("tests/golden/prod_env").join(file));
        let text = text.expect("the golden files are there");
        place.write(&format!("local/{file}"), text.replace("DEMO_MODEL", &model));
    }
}
