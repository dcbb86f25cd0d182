use super::*;
use crate::files::ModelDeployment;
use crate::metric::create;
use crate::tokenizer::Tokenizer;
use crate::window_service::WindowService;
use serde_json::{Map, Value, json};

/// What HELM makes of gold labels and predictions.
#[derive(Deserialize)]
struct Case {
    class: String,
    args: Map<String, Value>,
    golds: Vec<Vec<String>>,
    predictions: Vec<String>,
    stats: Vec<(String, f64)>,
}

struct NoTokenizer;

impl Tokenizer for NoTokenizer {
    fn encode(&self, _: &str) -> Vec<u32> {
        Vec::new()
    }
    fn decode(&self, _: &[u32]) -> String {
        String::new()
    }
}

fn state(index: usize, golds: &[String], prediction: &str) -> RequestState {
    let reference = |gold: &String| json!({"output": {"text": gold}, "tags": ["correct"]});
    serde_json::from_value(json!({
        "instance": {
            "input": {"text": ""}, "id": format!("id{index}"), "split": "test",
            "references": golds.iter().map(reference).collect::<Vec<_>>(),
        },
        "train_trial_index": 0, "request": {}, "num_train_instances": 0, "prompt_truncated": false,
        "result": {"success": true, "completions": [{"text": prediction, "logprob": 0.0, "tokens": []}], "cached": false},
    }))
    .expect("a request state")
}

fn spec(class: &str, args: Map<String, Value>) -> ObjectSpec {
    ObjectSpec { class_name: format!("helm.benchmark.metrics.classification_metrics.{class}"), args }
}

fn adapter_spec(method: &str) -> AdapterSpec {
    AdapterSpec { method: method.into(), num_outputs: 1, ..AdapterSpec::default() }
}

#[test]
fn scores_equal_those_of_the_reference() {
    let cases: Vec<Case> =
        serde_json::from_str(include_str!("../../../../../tests/golden/classification.json")).expect("a valid fixture");
    let deployment: ModelDeployment =
        serde_json::from_value(json!({"name": "x/y", "client_spec": {"class_name": "x", "args": {}}})).expect("valid");
    let adapter_spec = adapter_spec("generation");
    for Case { class, args, golds, predictions, stats } in cases {
        let metric = create(&spec(&class, args), &adapter_spec).expect("a valid metric");
        let states: Vec<_> = golds.iter().zip(&predictions).enumerate().map(|(i, (g, p))| state(i, g, p)).collect();
        let evaluation = Evaluation {
            adapter_spec: &adapter_spec,
            request_states: &states,
            window: WindowService::new(&NoTokenizer, &deployment),
            sentences: None,
        };
        let ours: Vec<(String, f64)> = metric
            .evaluate(&evaluation)
            .stats
            .into_iter()
            .map(|stat| (stat.name.name, stat.mean.expect("a value").as_f64()))
            .collect();
        assert_eq!(ours, stats, "{golds:?} {predictions:?}");
    }
}

#[test]
fn what_cannot_be_measured_is_an_error() {
    let error = |class, args: Value, method| {
        let args = args.as_object().cloned().unwrap_or_default();
        create(&spec(class, args), &adapter_spec(method)).err().expect("an error").to_string()
    };
    let text = error("ClassificationMetric", json!({}), "multiple_choice_joint");
    assert!(text.contains("not for multiple choice"), "{text}");
    let text = error("ClassificationMetric", json!({"averages": ["samples"]}), "generation");
    assert!(text.starts_with("the arguments of"), "{text}");
    let text = error("MultipleChoiceClassificationMetric", json!({}), "multiple_choice_separate_original");
    assert!(text.contains("asked about together"), "{text}");
}
