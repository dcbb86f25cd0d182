//! What the tags of a model change in a run spec: some models need other stop sequences, marks or
//! temperatures than the rest.

use crate::files::{Number, RunSpec};
use crate::registry::Registry;
use crate::run_entry::Argument;
use crate::run_expander::{self, NotAllowed, ask_for_format, to_chatml};

/// Added to a temperature of 0 where that makes a model answer nonsense.
const SLIGHT_TEMPERATURE: f64 = 1e-4;

/// Applies the rules of the model's tags in HELM's order. A model without metadata has no tags.
pub(super) fn with_model_tags(mut run_spec: RunSpec, registry: &Registry) -> RunSpec {
    let tags: &[String] = registry.model(&run_spec.adapter_spec.model).map_or(&[], |model| &model.tags);
    let has = |name: &str| tags.iter().any(|tag| tag == name);
    let continues_text = matches!(run_spec.adapter_spec.method.as_str(), "generation" | "multiple_choice_joint");
    if has("NO_NEWLINES_TAG") && continues_text {
        run_spec = expanded(run_spec, "stop", "hash", registry);
    }
    if has("NLG_PREFIX_TAG") {
        run_spec = expanded(run_spec, "global_prefix", "nlg", registry);
    }
    if has("CHATML_MODEL_TAG") {
        to_chatml(&mut run_spec);
    }
    let adapter = &mut run_spec.adapter_spec;
    if has("ANTHROPIC_CLAUDE_1_MODEL_TAG") || has("ANTHROPIC_CLAUDE_2_MODEL_TAG") {
        // Their interface takes nothing but a dialogue of these two.
        ask_for_format(adapter, "\n\nHuman: ", "\n\nAssistant: ");
    }
    if has("ANTHROPIC_CLAUDE_3_MODEL_TAG") {
        // Their interface refuses blank stop sequences.
        adapter.stop_sequences.retain(|sequence| !sequence.trim().is_empty());
    }
    if has("VISION_LANGUAGE_MODEL_TAG") && has("GOOGLE_GEMINI_PRO_VISION_V1_TAG") && adapter.max_tokens == 1 {
        // One token is too few for it to answer at all.
        adapter.max_tokens = 2;
    }
    if has("IDEFICS_MODEL_TAG") && has("IDEFICS_INSTRUCT_MODEL_TAG") {
        adapter.input_prefix = "User: ".into();
        adapter.input_suffix = "<end_of_utterance>".into();
        adapter.output_prefix = "\nAssistant: ".into();
        adapter.output_suffix = "<end_of_utterance>".into();
        adapter.stop_sequences = vec!["<end_of_utterance>".into()];
    }
    if has("LLAVA_MODEL_TAG") {
        adapter.input_prefix = "USER: <image>".into();
        adapter.input_suffix.clear();
        adapter.output_prefix = "\nASSISTANT: ".into();
        adapter.output_suffix.clear();
    }
    if has("OPEN_FLAMINGO_MODEL_TAG") {
        adapter.input_prefix.insert_str(0, "<|endofchunk|>");
    }
    if has("BUGGY_TEMP_0_TAG") && adapter.temperature.as_f64() == 0.0 {
        adapter.temperature = Number::Float(SLIGHT_TEMPERATURE);
    }
    if run_spec.adapter_spec.model == "google/medlm-large" {
        run_spec = expanded(run_spec, "stop", "none", registry);
    }
    run_spec
}

/// What a run expander makes of a value that it takes.
fn expanded(run_spec: RunSpec, name: &str, value: &str, registry: &Registry) -> RunSpec {
    let expander = run_expander::by_name(name).expect("the table has it");
    let expanded: Result<Vec<RunSpec>, NotAllowed> = (expander.expand)(run_spec, &Argument::new(value), registry);
    expanded.ok().and_then(|mut run_specs| run_specs.pop()).expect("it makes one of one with this value")
}
