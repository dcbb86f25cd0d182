//! Methods: what is left of adapter specs when only the fields that a group shows are kept.

use super::error::SummaryError;
use super::python_text;
use crate::files::{AdapterSpec, ObjectSpec, RunGroup};
use crate::schema::adapter_fields;
use serde_json::{Map, Value};

/// These come first, and a row's name doesn't repeat them.
const NAMED_BY_MODEL: [&str; 2] = ["model_deployment", "model"];

/// The adapter spec with only the fields that `group` shows; the others at their defaults.
pub(super) fn coarse(
    adapter: &AdapterSpec,
    scenario: Option<&ObjectSpec>,
    group: &RunGroup,
) -> Result<AdapterSpec, SummaryError> {
    let mut adapter = adapter.clone();
    if let Some(instructions) = scenario.and_then(|scenario| instructions_of_any(&adapter, scenario)) {
        adapter.instructions = instructions;
    }
    let Value::Object(mut fields) = serde_json::to_value(&adapter)? else { return Ok(adapter) };
    let mut shown = Map::new();
    for key in &group.adapter_keys_shown {
        if let Some(value) = fields.remove(key) {
            shown.insert(key.clone(), value);
        } else if !shown.contains_key(key) && adapter_fields().iter().all(|field| field.name != *key) {
            return Err(SummaryError::UnknownAdapterKey { run_group: group.name.clone(), key: key.clone() });
        }
    }
    Ok(serde_json::from_value(Value::Object(shown))?)
}

/// Instructions without what they say of the scenario, so that scenarios can share a row.
fn instructions_of_any(adapter: &AdapterSpec, scenario: &ObjectSpec) -> Option<String> {
    if scenario.class_name.ends_with(".MMLUScenario") {
        let subject = scenario.args.get("subject")?.as_str()?.replace('_', " ");
        Some(adapter.instructions.replace(&subject, "___"))
    } else if scenario.class_name.ends_with(".RAFTScenario") {
        Some("<scenario specific>".into())
    } else {
        None
    }
}

/// The name of each row: the model's, and in brackets what tells the method from the others.
pub(super) fn row_names(adapters: &[&AdapterSpec], model_names: &[String]) -> Result<Vec<String>, SummaryError> {
    let fields = adapters.iter().map(|adapter| match serde_json::to_value(adapter)? {
        Value::Object(fields) => Ok(fields),
        _ => Ok(Map::new()),
    });
    let fields: Vec<Map<String, Value>> = fields.collect::<Result<_, serde_json::Error>>()?;
    let names = distinguishing(&fields).into_iter().zip(model_names).map(|(mut fields, model_name)| {
        fields.retain(|key, _| !NAMED_BY_MODEL.contains(&key.as_str()));
        let model_name = if model_name.is_empty() { "???" } else { model_name };
        if fields.is_empty() { model_name.into() } else { format!("{model_name} [{}]", python_text::listed(&fields)) }
    });
    Ok(names.collect())
}

/// Of each item, the first fields (those named by the model before the others) that no other item shares;
/// all fields that are not the same everywhere, if there is no such.
fn distinguishing(items: &[Map<String, Value>]) -> Vec<Map<String, Value>> {
    let Some(first) = items.first() else { return Vec::new() };
    let common = |key: &String| items.iter().all(|item| item.get(key) == first.get(key));
    let items: Vec<Map<String, Value>> = items
        .iter()
        .map(|item| {
            item.iter().filter(|(key, _)| !common(key)).map(|(key, value)| (key.clone(), value.clone())).collect()
        })
        .collect();
    items.iter().map(|item| shortest_unique(item, &items)).collect()
}

fn shortest_unique(item: &Map<String, Value>, items: &[Map<String, Value>]) -> Map<String, Value> {
    let named = NAMED_BY_MODEL.iter().filter(|key| item.contains_key(**key)).map(|key| (*key).to_owned());
    let others = item.keys().filter(|key| !NAMED_BY_MODEL.contains(&key.as_str())).cloned();
    let keys: Vec<String> = named.chain(others).collect();
    let mut alike: Vec<&Map<String, Value>> = items.iter().collect();
    for (index, key) in keys.iter().enumerate() {
        alike.retain(|other| other.get(key) == item.get(key));
        if alike.len() == 1 {
            return keys[..=index].iter().filter_map(|key| Some((key.clone(), item.get(key)?.clone()))).collect();
        }
    }
    item.clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(items: &[Value], expected: &[Value]) {
        let items: Vec<_> = items.iter().map(|item| item.as_object().expect("an object").clone()).collect();
        let fields: Vec<Value> = distinguishing(&items).into_iter().map(Value::Object).collect();
        assert_eq!(fields, expected);
    }

    #[test]
    fn rows_are_told_apart_by_as_little_as_possible() {
        use serde_json::json;
        // The example in the docstring of HELM's `unique_simplification`.
        check(
            &[
                json!({"model": "M1", "stop": "#", "n": 3}),
                json!({"model": "M1", "stop": "\n", "n": 3}),
                json!({"model": "M2", "stop": "\n", "n": 3}),
            ],
            &[json!({"model": "M1", "stop": "#"}), json!({"model": "M1", "stop": "\n"}), json!({"model": "M2"})],
        );
        check(&[json!({"model": "M1"})], &[json!({})]);
        check(
            &[json!({"a": 1, "model": "M"}), json!({"a": 1, "model": "M"}), json!({"a": 2, "model": "N"})],
            &[json!({"a": 1, "model": "M"}), json!({"a": 1, "model": "M"}), json!({"model": "N"})],
        );
    }
}
