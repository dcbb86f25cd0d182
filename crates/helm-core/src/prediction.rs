//! What a model's answer comes down to: the option it names, its text without an echoed prompt.

use crate::files::{AdapterSpec, RequestState};
use regex::Regex;
use serde_json::Value;

const SEPARATE_METHODS: [&str; 2] = ["multiple_choice_separate_original", "multiple_choice_separate_calibrated"];

/// The statistic that says which reference was chosen, for methods that score references one by one.
pub const PREDICTED_INDEX: &str = "predicted_index";

/// Whether the method scores references one by one, each in a request of its own.
pub fn is_separate(adapter: &AdapterSpec) -> bool {
    SEPARATE_METHODS.contains(&adapter.method.as_str())
}

/// The option that a completion names: the part that the pattern finds, or all of it without surrounding blanks.
pub fn mapped_output(state: &RequestState, text: &str, pattern: Option<&Regex>) -> Option<String> {
    let mapping = state.output_mapping.as_ref()?;
    // Python's `strip` takes the separators U+001C to U+001F for blanks, too.
    let text = text.trim_matches(|c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c));
    let named = match pattern {
        None => text,
        Some(pattern) => match pattern.captures(text) {
            None => "",
            Some(found) if found.len() > 1 => found.get(1)?.as_str(),
            Some(found) => found.get(0)?.as_str(),
        },
    };
    mapping.get(named).cloned()
}

/// The prediction without the echoed prompt, where the method echoes it and it is there.
pub fn without_prompt(
    text: &str,
    state: &RequestState,
    adapter: &AdapterSpec,
    first_token: Option<&str>,
) -> Option<String> {
    let prompt = if is_separate(adapter) {
        state.instance.input.text.as_str()
    } else if adapter.method == "language_modeling" {
        first_token?
    } else {
        return None;
    };
    if prompt.is_empty() { None } else { text.strip_prefix(prompt).map(str::to_owned) }
}

/// The text among images and sound; none where there is none.
pub fn multimodal_text(content: &Value) -> Option<String> {
    let objects = content.get("media_objects")?.as_array()?;
    let texts: Vec<&str> = objects.iter().filter_map(|object| object.get("text")?.as_str()).collect();
    Some(texts.concat()).filter(|text| !text.is_empty())
}
