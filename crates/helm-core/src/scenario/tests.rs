use super::ci_mcqa::CiMcqa;
use super::*;
use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::fs;

/// For scenarios that find what they need in their folder.
struct NoData;

impl DataSource for NoData {
    fn fetch(&self, archive: &Archive, folder: &Path) -> Result<(), Box<dyn Error + Send + Sync>> {
        if folder.is_dir() { Ok(()) } else { Err(format!("{} is fetched", archive.scenario).into()) }
    }
    fn fetch_file(&self, url: &str, path: &Path) -> Result<(), Box<dyn Error + Send + Sync>> {
        if path.is_file() { Ok(()) } else { Err(format!("{url} is fetched").into()) }
    }
}

/// What HELM makes of a scenario.
#[derive(Deserialize)]
struct Expected {
    class_name: String,
    args: serde_json::Map<String, Value>,
    files: IndexMap<String, String>,
    name: String,
    description: String,
    tags: Vec<String>,
    count: usize,
    sha256: String,
    first: Vec<Value>,
}

#[test]
fn scenarios_equal_those_of_helm() {
    let all: Vec<Expected> =
        serde_json::from_str(include_str!("../../../../tests/golden/scenarios.json")).expect("a valid fixture");
    for expected in all {
        let folder = folder_with(&expected.files);
        let spec = ObjectSpec { class_name: expected.class_name.clone(), args: expected.args.clone() };
        let scenario: Box<dyn Scenario> = match expected.class_name.as_str() {
            // HELM looks into the working directory, which tests share.
            CI_MCQA_CLASS => Box::new(CiMcqa { folder: folder.path().join("restricted") }),
            _ => create(&spec).expect("a scenario of ours"),
        };
        let context = format!("{} {:?}", expected.class_name, expected.args);
        let info = scenario.info();
        assert_eq!((info.name, info.description, info.tags), (expected.name, expected.description, expected.tags));
        scenario.check(folder.path()).expect(&context);
        let instances = scenario.instances(folder.path(), &NoData).expect(&context);
        assert_eq!(instances.len(), expected.count, "{context}");
        let first: Vec<Value> = instances.iter().take(expected.first.len()).map(|instance| json!(instance)).collect();
        assert_eq!(first, expected.first, "{context}");
        assert_eq!(sha256(&instances), expected.sha256, "{context}");
    }
}

/// The digest of instances as HELM writes them: one a line, in ASCII.
fn sha256(instances: &[Instance]) -> String {
    let lines: Vec<String> =
        instances.iter().map(|instance| serde_json::to_string(instance).expect("plain data")).collect();
    let mut ascii = String::new();
    for unit in lines.join("\n").encode_utf16() {
        match u8::try_from(unit).map(char::from) {
            Ok(character @ (' '..='~' | '\n')) => ascii.push(character),
            _ => write!(ascii, "\\u{unit:04x}").expect("strings take all text"),
        }
    }
    let mut hex = String::new();
    for byte in Sha256::digest(ascii) {
        write!(hex, "{byte:02x}").expect("strings take all text");
    }
    hex
}

fn folder_with(files: &IndexMap<String, String>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("below the folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

/// The message and the hint of an error, with `DIR` for the folder.
fn refusal(error: &ScenarioError, folder: &Path) -> String {
    let folder = format!("{}/", folder.display());
    let hint = error.hint().unwrap_or_default();
    format!("{error}\n{hint}").replace(&folder, "DIR/").replace(folder.trim_end_matches('/'), "DIR")
}

#[test]
fn wrong_arguments_are_named_with_what_is_allowed() {
    let message = |class_name: &str, args: Value| {
        let args = args.as_object().expect("an object").clone();
        let error = create(&ObjectSpec { class_name: class_name.into(), args }).err().expect("wrong arguments");
        refusal(&error, Path::new("/none")).replace(class_name, "CLASS")
    };
    assert_eq!(
        message(DYCK_LANGUAGE_CLASS, json!({"num_parenthesis_pairs": 5})),
        "scenario class `CLASS` doesn't take `5` for the argument `num_parenthesis_pairs`\nit takes a whole number from 1 to 4"
    );
    assert_eq!(
        message(DYCK_LANGUAGE_CLASS, json!({"num_parenthesis_pairs": "3"})),
        "scenario class `CLASS` doesn't take `\"3\"` for the argument `num_parenthesis_pairs`\nit takes a whole number from 1 to 4"
    );
    assert_eq!(
        message(DYCK_LANGUAGE_CLASS, json!({})),
        "scenario class `CLASS` needs the argument `num_parenthesis_pairs`\n"
    );
    assert_eq!(
        message(SYNTHETIC_REASONING_CLASS, json!({"mode": "matching"})),
        "scenario class `CLASS` doesn't take `matching` for the argument `mode`\nit takes `pattern_match`, `variable_substitution` or `induction`"
    );
    assert_eq!(
        message(SYNTHETIC_REASONING_NATURAL_CLASS, json!({"difficulty": "harder"})),
        "scenario class `CLASS` doesn't take `harder` for the argument `difficulty`\nit takes `easy`, `medium` or `hard`"
    );
}

#[test]
fn questions_of_ones_own_are_checked_before_anything_runs() {
    let message = |text: Option<&str>| {
        let files = text.map(|text| ("questions.jsonl".to_owned(), text.to_owned()));
        let folder = folder_with(&files.into_iter().collect());
        let args = json!({"path": "questions.jsonl"}).as_object().expect("an object").clone();
        let scenario = create(&ObjectSpec { class_name: CUSTOM_MCQA_CLASS.into(), args }).expect("has a path");
        let error = scenario.check(folder.path()).expect_err("a wrong file");
        refusal(&error, folder.path())
    };
    assert_eq!(
        message(None),
        "scenario `custom_mcqa` finds no file `DIR/questions.jsonl`\nput it there, or give its whole path: other paths start in `DIR`"
    );
    let right =
        r#"{"input":{"text":"1 + 1?"},"references":[{"output":{"text":"2"},"tags":["correct"]}],"split":"test"}"#;
    for (text, place, problem) in [
        (String::new(), 1, "there is no question"),
        (format!("{right}\n\n{{\"input\"\n"), 3, "EOF while parsing an object"),
        (format!("{right}\r\n[1]"), 2, "invalid type: sequence, expected an object"),
        (right.replace("references", "options"), 1, "missing field `references`"),
        (right.replace("\"text\":\"1 + 1?\"", ""), 1, "`input` has no `text`"),
        (right.replace("\"test\"", "null"), 1, "there is no `split`"),
        (right.replace("correct", "right"), 1, "no reference has the tag `correct`"),
    ] {
        let message = message(Some(&text));
        let (what, hint) = message.split_once('\n').expect("a hint");
        assert_eq!(what, format!("`DIR/questions.jsonl`, line {place}: {problem}"));
        assert!(hint.starts_with("each line is a question such as {"), "{hint}");
    }
}

#[test]
fn the_example_in_the_hint_is_a_question() {
    let folder = folder_with(&[("own.jsonl".to_owned(), "{}".to_owned())].into_iter().collect());
    let custom = |folder: &Path| {
        let args = json!({"path": "own.jsonl"}).as_object().expect("an object").clone();
        let scenario = create(&ObjectSpec { class_name: CUSTOM_MCQA_CLASS.into(), args }).expect("has a path");
        scenario.instances(folder, &NoData)
    };
    let hint = custom(folder.path()).expect_err("no question").hint().expect("a hint");
    fs::write(folder.path().join("own.jsonl"), &hint[hint.find('{').expect("an example")..]).expect("a file");
    assert_eq!(custom(folder.path()).expect("a question").len(), 1);
}

#[test]
fn private_questions_are_checked_before_anything_runs() {
    let message = |files: &[(&str, &str)]| {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        let folder = folder_with(&files);
        let scenario = CiMcqa { folder: folder.path().into() };
        refusal(&scenario.check(folder.path()).expect_err("wrong files"), folder.path())
    };
    let train = "mock_bdsi_multiple_answers_removed.json";
    assert_eq!(
        message(&[]),
        "scenario `ci_mcqa` finds no file `DIR/mock_bdsi_multiple_answers_removed.json`\nthese questions are not public: ask the authors of CIMCQA, and put the file there"
    );
    assert_eq!(
        message(&[(train, "[\n{\"question\": 1}]")]).lines().next(),
        Some("`DIR/mock_bdsi_multiple_answers_removed.json`, line 2: invalid type: integer `1`, expected a string")
    );
    let last = message(&[
        (train, "[]"),
        (
            "bdsi_multiple_answers_removed.json",
            r#"[{"question": "1 + 1?", "options": ["2", "3"], "correct_option": 0}]"#,
        ),
    ]);
    assert_eq!(
        last,
        "`DIR/bdsi_multiple_answers_removed.json`, question 1: `correct_option` is 0, and there are 2 options\n\
         the file is a list of questions such as {\"question\": \"1 + 1?\", \"options\": [\"2\", \"3\"], \"correct_option\": 1}"
    );
}
