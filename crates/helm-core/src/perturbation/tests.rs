use super::*;
use crate::files::{Input, Output, Reference};
use crate::scenario::{Archive, DataSource};
use serde::Deserialize;
use serde_json::{Value, json};
use std::error::Error;
use std::path::{Path, PathBuf};

/// Where HELM had the word lists that are in the golden folder.
const LISTS_OF_HELM: &str = "benchmark_output/perturbations";

/// What HELM made of the texts under one perturbation and one seed.
#[derive(Deserialize)]
struct Case {
    class_name: String,
    args: serde_json::Map<String, Value>,
    seed: Option<i64>,
    description: Value,
    /// The input and, where references change too, the reference; nothing where one came out unchanged.
    outputs: Vec<Vec<Option<String>>>,
}

#[derive(Deserialize)]
struct Golden {
    texts: Vec<String>,
    cases: Vec<Case>,
}

/// There is nothing to fetch: files are there or not.
pub(crate) struct NoNetwork;

impl DataSource for NoNetwork {
    fn fetch(&self, archive: &Archive, _: &Path) -> Result<(), Box<dyn Error + Send + Sync>> {
        Err(archive.url.into())
    }

    fn fetch_file(&self, url: &str, path: &Path) -> Result<(), Box<dyn Error + Send + Sync>> {
        if path.is_file() { Ok(()) } else { Err(url.into()) }
    }
}

pub(crate) fn golden_lists() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/perturbations/word_lists")
}

/// With our paths of word lists as HELM has them.
pub(crate) fn with_paths_of_helm(value: &impl serde::Serialize) -> Value {
    let text = json!(value).to_string();
    let ours = json!(golden_lists().to_string_lossy()).to_string();
    serde_json::from_str(&text.replace(ours.trim_matches('"'), LISTS_OF_HELM)).expect("still JSON")
}

#[test]
fn texts_come_out_as_from_helm() {
    let golden: Golden =
        serde_json::from_str(include_str!("../../../../tests/golden/perturbations/perturbations.json"))
            .expect("a valid fixture");
    let folder = golden_lists();
    let lists = WordLists { folder: &folder, data: &NoNetwork };
    for case in &golden.cases {
        let spec = ObjectSpec { class_name: case.class_name.clone(), args: case.args.clone() };
        let perturbation = create(&spec, &lists).expect("a known perturbation");
        for (index, expected) in case.outputs.iter().enumerate() {
            let text = &golden.texts[index];
            let reference = &golden.texts[(index + 1) % golden.texts.len()];
            let ours = perturbation.apply(&instance(index, text, reference), case.seed);
            let of = |number: usize, text: &String| expected.get(number).cloned().flatten().unwrap_or(text.clone());
            let what = format!("{} {:?}, seed {:?}, text {index}", case.class_name, case.args, case.seed);
            assert_eq!(ours.input.text, of(0, text), "{what}");
            assert_eq!(ours.references[0].output.text, of(1, reference), "reference of {what}");
            let description = with_paths_of_helm(&ours.perturbation);
            assert_eq!(description.to_string(), case.description.to_string(), "{what}");
        }
    }
}

fn instance(index: usize, text: &str, reference: &str) -> Instance {
    Instance {
        input: Input { text: text.into(), ..Input::default() },
        references: vec![Reference {
            output: Output { text: reference.into(), ..Output::default() },
            tags: vec!["correct".into()],
        }],
        id: Some(format!("id{index}")),
        ..Instance::default()
    }
}

#[test]
fn every_class_has_a_golden_case() {
    let golden = include_str!("../../../../tests/golden/perturbations/perturbations.json");
    for class in CLASSES.iter().filter(|class| class.name != contrast_sets::CLASS.name) {
        assert!(golden.contains(class.name), "{}", class.name);
    }
}

#[test]
fn pieces_of_text_among_images_are_perturbed() {
    let mut with_image = instance(0, "", "");
    with_image.input.multimedia_content = Some(Box::new(json!({ "media_objects": [
        { "content_type": "text/plain", "text": "What Is It?" },
        { "content_type": "image/png", "location": "A.png" },
    ] })));
    let ours = perturbed("lowercase_perturbation.LowerCasePerturbation", &json!({}), &with_image);
    let expected = json!({ "media_objects": [
        { "content_type": "text/plain", "text": "what is it?" },
        { "content_type": "image/png", "location": "A.png" },
    ] });
    assert_eq!(ours.input.multimedia_content.as_deref(), Some(&expected));
}

#[test]
fn words_can_come_from_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("words.json");
    std::fs::write(&path, r#"[["Ship", "Boat"]]"#).expect("written");
    let args = json!({
        "mode": "terms", "prob": 1, "source_class": "big", "target_class": "small",
        "mapping_file_path": path, "mapping_file_genders": ["Big", "Small"],
    });
    let ours = perturbed("gender_perturbation.GenderPerturbation", &args, &instance(0, "A Ship, a ship.", ""));
    assert_eq!(ours.input.text, "A Boat, a boat.");
}

fn perturbed(class: &str, args: &Value, instance: &Instance) -> Instance {
    let lists = WordLists { folder: Path::new("nowhere"), data: &NoNetwork };
    create(&spec(class, args), &lists).expect("a perturbation").apply(instance, None)
}

fn spec(class: &str, args: &Value) -> ObjectSpec {
    let class_name = format!("helm.benchmark.augmentations.{class}");
    ObjectSpec { class_name, args: args.as_object().cloned().unwrap_or_default() }
}

#[test]
fn refusals_name_what_where_and_the_cure() {
    let folder = tempfile::tempdir().expect("a folder");
    let lists = WordLists { folder: folder.path(), data: &NoNetwork };
    let refusal = |class: &str, args: &Value| {
        let error = create(&spec(class, args), &lists).err().expect("refused");
        let text = format!("{error}\n{}", error.hint().unwrap_or_default());
        text.replace(&*folder.path().to_string_lossy(), "LISTS").replace("helm.benchmark.augmentations.", "")
    };
    for (class, args, expected) in [
        (
            "typos_perturbation.TypoPerturbation",
            json!({}),
            "unknown perturbation class `typos_perturbation.TypoPerturbation`\ndid you mean `typos_perturbation.TyposPerturbation`?",
        ),
        (
            "typos_perturbation.TyposPerturbation",
            json!({ "prob": 2 }),
            "perturbation class `typos_perturbation.TyposPerturbation` needs the argument `prob`: a number from 0 to 1\n",
        ),
        (
            "synonym_perturbation.SynonymPerturbation",
            json!({ "prob": 0.5 }),
            "perturbation `SynonymPerturbation` is not supported: it needs spaCy's English model, which tells nouns from verbs\n",
        ),
        (
            "dialect_perturbation.DialectPerturbation",
            json!({ "prob": 1, "source_class": "SAE", "target_class": "AAVE" }),
            "can't get the words of perturbation `dialect` from https://storage.googleapis.com/crfm-helm-public/source_datasets/augmentations/dialect_perturbation/SAE_to_AAVE_mapping.json\n\
             check the network, or fetch https://storage.googleapis.com/crfm-helm-public/source_datasets/augmentations/dialect_perturbation/SAE_to_AAVE_mapping.json elsewhere and put it at `LISTS/dialect/SAE_to_AAVE_mapping.json`",
        ),
    ] {
        assert_eq!(refusal(class, &args), expected);
    }
    let nobody = json!({ "prob": 1, "source_class": { "race": "martian" }, "target_class": { "race": "white" } });
    let mut args = nobody.as_object().cloned().expect("an object");
    args.insert("name_file_path".into(), json!(golden_lists().join("person_name/data/person_names.txt")));
    let refused = refusal("person_name_perturbation.PersonNamePerturbation", &args.into());
    assert!(refused.contains("person_names.txt`: no name has race martian\nmend the file"), "{refused}");
}
