use super::*;
use crate::files::{Input, Number, ObjectSpec, Output, Reference, Substitution};
use crate::metric;
use crate::registry::Registry;
use crate::tokenizer::Tokenizer;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// One token a character, so that windows can be counted by hand.
struct Characters;

impl Tokenizer for Characters {
    fn encode(&self, text: &str) -> Vec<u32> {
        text.chars().map(u32::from).collect()
    }
    fn decode(&self, tokens: &[u32]) -> String {
        tokens.iter().filter_map(|&token| char::from_u32(token)).collect()
    }
}

fn instance(id: &str, split: &str, question: &str, options: &[(&str, bool)]) -> Arc<Instance> {
    let reference = |(text, correct): &(&str, bool)| Reference {
        output: Output { text: (*text).into(), multimedia_content: None },
        tags: if *correct { vec!["correct".into()] } else { vec![] },
    };
    Arc::new(Instance {
        input: Input { text: question.into(), ..Input::default() },
        references: options.iter().map(reference).collect(),
        split: Some(split.into()),
        id: Some(id.into()),
        ..Instance::default()
    })
}

fn spec(method: &str) -> AdapterSpec {
    AdapterSpec {
        method: method.into(),
        instructions: "Answer.\n".into(),
        input_prefix: "Q: ".into(),
        output_prefix: "A: ".into(),
        max_tokens: 1,
        temperature: Number::Float(0.0),
        ..AdapterSpec::default()
    }
}

fn prompts(spec: &AdapterSpec, window: usize, instances: &[Arc<Instance>]) -> Vec<RequestState> {
    let mut deployment = Registry::built_in().deployment("huggingface/gpt2").expect("built in").clone();
    deployment.max_request_length = Some(window);
    adapt(spec, instances, &WindowService::new(&Characters, &deployment)).expect("a valid adapter spec")
}

fn two_instances() -> Vec<Arc<Instance>> {
    vec![
        instance("id0", "train", "1+1?", &[("2", true), ("3", false)]),
        instance("id1", "test", "2+2?", &[("5", false), ("4", true)]),
    ]
}

#[test]
fn joint_prompts_list_the_options() {
    let states = prompts(&spec("multiple_choice_joint"), 1000, &two_instances());
    let expected = "Answer.\n\nQ: 1+1?\nA. 2\nB. 3\nA: A\n\nQ: 2+2?\nA. 5\nB. 4\nA:";
    assert_eq!(states.len(), 1);
    assert_eq!(states[0].request.prompt.text(), expected);
    assert_eq!(states[0].request.top_k_per_token, 5);
    let mapping = states[0].output_mapping.as_ref().expect("joint requests have one");
    assert_eq!(
        mapping.iter().collect::<Vec<_>>(),
        [(&"A".to_owned(), &"5".to_owned()), (&"B".to_owned(), &"4".to_owned())]
    );
}

#[test]
fn examples_are_dropped_until_the_prompt_fits() {
    let whole = "Answer.\n\nQ: 1+1?\nA. 2\nB. 3\nA: A\n\nQ: 2+2?\nA. 5\nB. 4\nA:".len();
    let fits = prompts(&spec("multiple_choice_joint"), whole + 1, &two_instances());
    assert_eq!((fits[0].num_train_instances, fits[0].prompt_truncated), (1, false));
    let tight = prompts(&spec("multiple_choice_joint"), whole, &two_instances());
    assert_eq!((tight[0].num_train_instances, tight[0].prompt_truncated), (0, false));
    assert_eq!(tight[0].request.prompt.text(), "Answer.\n\nQ: 2+2?\nA. 5\nB. 4\nA:");
    let cut = prompts(&spec("multiple_choice_joint"), 10, &two_instances());
    assert_eq!((cut[0].num_train_instances, cut[0].prompt_truncated), (0, true));
    assert_eq!(cut[0].request.prompt.text(), "Answer.\n\n");
}

#[test]
fn separate_methods_score_each_option() {
    let mut spec = spec("multiple_choice_separate_calibrated");
    spec.max_train_instances = 0;
    let states = prompts(&spec, 1000, &two_instances());
    let seen: Vec<_> = states
        .iter()
        .map(|state| (state.reference_index, state.request_mode.as_deref(), state.request.prompt.text()))
        .collect();
    assert_eq!(
        seen,
        [
            (Some(0), Some("original"), "Answer.\n\nQ: 2+2?\nA: 5\n".into()),
            (Some(0), Some("calibration"), "Answer.\n\nQ: Answer:\nA: 5\n".into()),
            (Some(1), Some("original"), "Answer.\n\nQ: 2+2?\nA: 4\n".into()),
            (Some(1), Some("calibration"), "Answer.\n\nQ: Answer:\nA: 4\n".into()),
        ]
    );
    assert!(states.iter().all(|state| state.request.echo_prompt && state.request.max_tokens == 0));
}

#[test]
fn a_scored_prompt_may_have_a_last_token_that_is_not_read() {
    // GPT-2 reads 1024 tokens and takes requests of 1025: the last one is written, or only scored.
    let question = "x".repeat(3000);
    let long = vec![instance("id0", "test", &question, &[("4", true)])];
    let mut spec = spec("multiple_choice_separate_original");
    spec.max_tokens = 0;
    assert_eq!(prompts(&spec, 1025, &long)[0].request.prompt.text().len(), 1025);
    spec.max_tokens = 1;
    assert_eq!(prompts(&spec, 1025, &long)[0].request.prompt.text().len(), 1024);
}

#[test]
fn substitutions_apply_to_the_finished_prompt() {
    let mut spec = spec("generation");
    spec.substitutions = vec![Substitution { source: "\n".into(), target: "<br>\n".into() }];
    spec.max_train_instances = 0;
    let states = prompts(&spec, 1000, &two_instances());
    assert_eq!(states[0].request.prompt.text(), "Answer.<br>\n<br>\nQ: 2+2?<br>\nA:");
}

#[test]
fn trials_repeat_requests_with_other_seeds() {
    let mut spec = spec("generation");
    spec.num_trials = 3;
    let seeds: Vec<_> = prompts(&spec, 1000, &two_instances()).into_iter().map(|state| state.request.random).collect();
    assert_eq!(seeds, [None, Some("1".into()), Some("2".into())]);
}

#[test]
fn every_listed_method_exists() {
    for name in METHODS {
        assert!(method(name).is_ok(), "{name}");
    }
    let error = method("multiple_choice_join").err().expect("no such method");
    assert_eq!(error.hint().as_deref(), Some("did you mean `multiple_choice_joint`?"));
}

/// One token a byte of UTF-8.
struct Bytes;

impl Tokenizer for Bytes {
    fn encode(&self, text: &str) -> Vec<u32> {
        text.bytes().map(u32::from).collect()
    }
    fn decode(&self, tokens: &[u32]) -> String {
        let bytes: Vec<u8> = tokens.iter().filter_map(|&token| u8::try_from(token).ok()).collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// What HELM's adapter and, for language modelling, its metric made of instances.
#[derive(Deserialize)]
struct Case {
    deployment: Map<String, Value>,
    prefix_token: String,
    adapter_spec: AdapterSpec,
    instances: Vec<Arc<Instance>>,
    request_states: Vec<Map<String, Value>>,
    stats: Option<Vec<Value>>,
}

#[test]
fn requests_equal_those_of_the_reference() {
    let cases: Vec<Case> =
        serde_json::from_str(include_str!("../../../../tests/golden/adapters.json")).expect("a valid fixture");
    for (number, case) in cases.into_iter().enumerate() {
        let mut deployment = case.deployment;
        deployment
            .extend([("name".into(), json!("x/y")), ("client_spec".into(), json!({"class_name": "x", "args": {}}))]);
        let deployment = serde_json::from_value(deployment.into()).expect("a deployment");
        let window = WindowService::new(&Bytes, &deployment).with_prefix_token(Some(&case.prefix_token));
        let mut states = adapt(&case.adapter_spec, &case.instances, &window).expect("a valid adapter spec");
        for (index, (ours, expected)) in states.iter_mut().zip(&case.request_states).enumerate() {
            ours.result =
                expected.get("result").map(|result| serde_json::from_value(result.clone()).expect("a result"));
            let mut text = serde_json::to_value(&*ours).expect("it has a JSON form");
            text["instance"] = json!(ours.instance.id);
            assert_eq!(text, Value::from(expected.clone()), "case {number}, request {index}");
        }
        assert_eq!(states.len(), case.request_states.len(), "case {number}");
        if let Some(stats) = case.stats {
            let class_name = "helm.benchmark.metrics.language_modeling_metrics.LanguageModelingMetric".into();
            let metric =
                metric::create(&ObjectSpec { class_name, args: Map::new() }, &case.adapter_spec).expect("known");
            let evaluation = metric::Evaluation {
                adapter_spec: &case.adapter_spec,
                request_states: &states,
                window,
                sentences: None,
            };
            let ours = serde_json::to_value(metric.evaluate(&evaluation).stats).expect("they have a JSON form");
            assert_eq!(ours, Value::from(stats), "case {number}");
        }
    }
}

#[test]
fn a_conversation_is_needed_for_chat() {
    let deployment = Registry::built_in().deployment("huggingface/gpt2").expect("built in").clone();
    let window = WindowService::new(&Characters, &deployment);
    let error = adapt(&spec("chat"), &two_instances(), &window).expect_err("no messages");
    assert_eq!(error.to_string(), "instance `id1` has no messages, which method `chat` needs");
}

#[test]
fn a_window_without_place_is_an_error() {
    let mut deployment = Registry::built_in().deployment("huggingface/gpt2").expect("built in").clone();
    (deployment.max_sequence_length, deployment.max_request_length) = (Some(1), Some(1));
    let window = WindowService::new(&Characters, &deployment);
    let error = adapt(&spec("language_modeling"), &two_instances(), &window).expect_err("no place");
    assert!(error.to_string().contains("too small for the text of instance `id1`"), "{error}");
}

#[test]
fn only_options_need_a_letter() {
    let mut spec = spec("generation");
    spec.reference_prefix = "- ".into();
    assert_eq!(prompts(&spec, 1000, &two_instances()).len(), 1);
    spec.method = "multiple_choice_joint".into();
    let deployment = Registry::built_in().deployment("huggingface/gpt2").expect("built in").clone();
    let error = adapt(&spec, &two_instances(), &WindowService::new(&Characters, &deployment)).expect_err("no letter");
    assert!(matches!(error, AdaptError::ReferencePrefix { .. }), "{error}");
}
