//! `${variables}` in the names of metrics and splits.

use indexmap::IndexMap;

/// A template names a variable that the run group's environment lacks.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("`{template}` names the variable `{variable}`, which is not in the run group's `environment`")]
pub struct UnknownVariable {
    /// The template.
    pub template: String,
    /// The variable.
    pub variable: String,
    /// The variables that there are.
    pub known: Vec<String>,
}

/// Fills the variables of `template` in.
pub(super) fn render(template: &str, environment: &IndexMap<String, String>) -> Result<String, UnknownVariable> {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((variable, after)) = after.split_once('}') else { break };
        let variable = variable.trim();
        let value = environment.get(variable).ok_or_else(|| UnknownVariable {
            template: template.into(),
            variable: variable.into(),
            known: environment.keys().cloned().collect(),
        })?;
        filled.push_str(before);
        filled.push_str(value);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

/// Whether the whole text is one variable.
pub(super) fn is_variable(text: &str) -> bool {
    text.strip_prefix("${").and_then(|text| text.strip_suffix('}')).is_some_and(|name| {
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    })
}
