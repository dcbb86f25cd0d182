use super::{NotAllowed, RunExpander, with_suffix};
use crate::files::ModelMetadata;
use crate::registry::Registry;

/// Names that stand for several models, each with the tags of which one is needed; `all` needs none.
pub const MODEL_GROUPS: &[(&str, &[&str])] = &[
    ("all", &[]),
    ("text", &["TEXT_MODEL_TAG"]),
    ("code", &["CODE_MODEL_TAG"]),
    ("text_code", &["TEXT_MODEL_TAG", "CODE_MODEL_TAG"]),
    ("instruction_following", &["INSTRUCTION_FOLLOWING_MODEL_TAG"]),
    ("full_functionality_text", &["FULL_FUNCTIONALITY_TEXT_MODEL_TAG"]),
    ("limited_functionality_text", &["LIMITED_FUNCTIONALITY_TEXT_MODEL_TAG"]),
];

/// Tags of models that no group includes.
const EXCLUDED: &[&str] = &["DEPRECATED_MODEL_TAG", "UNSUPPORTED_MODEL_TAG"];

pub(super) const MODEL: RunExpander = RunExpander {
    name: "model",
    description: "the model, by name or by group (all, text, code, ...), or a deployment of three parts",
    expand: |run_spec, argument, registry| {
        let names = match MODEL_GROUPS.iter().find(|(group, _)| *group == argument.text()) {
            Some((_, tags)) => models_of_group(tags, registry),
            None => vec![argument.text().to_owned()],
        };
        let with_model = |name: String| {
            let parts: Vec<&str> = name.split('/').collect();
            // `host/organization/engine` is a deployment; its last two parts are the model.
            let model = parts[parts.len().saturating_sub(2)..].join("/");
            let mut run_spec = with_suffix(run_spec.clone(), "model", &model);
            if parts.len() > 2 {
                run_spec.adapter_spec.model_deployment.clone_from(&name);
            }
            run_spec.adapter_spec.model = model;
            run_spec
        };
        Ok(names.into_iter().map(with_model).collect())
    },
};

pub(super) const MODEL_DEPLOYMENT: RunExpander = RunExpander {
    name: "model_deployment",
    description: "where the model answers, by the deployment's name",
    expand: |run_spec, argument, registry| {
        if registry.deployment(argument.text()).is_none() {
            let names: Vec<&str> = registry.deployments().map(|deployment| deployment.name.as_str()).collect();
            return Err(NotAllowed::one_of(argument, &names));
        }
        let mut run_spec = with_suffix(run_spec, "model_deployment", argument.text());
        argument.text().clone_into(&mut run_spec.adapter_spec.model_deployment);
        Ok(vec![run_spec])
    },
};

fn models_of_group(tags: &[&str], registry: &Registry) -> Vec<String> {
    let has_tag = |model: &ModelMetadata, tags: &[&str]| model.tags.iter().any(|tag| tags.contains(&tag.as_str()));
    registry
        .models()
        .filter(|model| (tags.is_empty() || has_tag(model, tags)) && !has_tag(model, EXCLUDED))
        .map(|model| model.name.clone())
        .collect()
}
