use super::{NotAllowed, RunExpander, with_suffix};
use crate::files::ModelMetadata;
use crate::registry::Registry;

/// Which models a name stands for.
enum Members {
    /// Those with one of these tags; no tags are all models.
    Tagged(&'static [&'static str]),
    /// These.
    Named(&'static [&'static str]),
}

/// Names that stand for several models. Each but `all` has a counterpart `ablation_<name>`: its models
/// that cost little; those of `all` are `ablation`.
const GROUPS: &[(&str, Members)] = &[
    ("all", Members::Tagged(&[])),
    ("text", Members::Tagged(&["TEXT_MODEL_TAG"])),
    ("code", Members::Tagged(&["CODE_MODEL_TAG"])),
    ("text_code", Members::Tagged(&["TEXT_MODEL_TAG", "CODE_MODEL_TAG"])),
    ("instruction_following", Members::Tagged(&["INSTRUCTION_FOLLOWING_MODEL_TAG"])),
    ("full_functionality_text", Members::Tagged(&["FULL_FUNCTIONALITY_TEXT_MODEL_TAG"])),
    ("limited_functionality_text", Members::Tagged(&["LIMITED_FUNCTIONALITY_TEXT_MODEL_TAG"])),
    ("text_to_image", Members::Tagged(&["TEXT_TO_IMAGE_MODEL_TAG"])),
    ("vlm", Members::Tagged(&["VISION_LANGUAGE_MODEL_TAG"])),
    ("audiolm", Members::Tagged(&["AUDIO_LANGUAGE_MODEL_TAG"])),
    ("biomedical", Members::Named(&["openai/text-davinci-003"])),
    (
        "interactive_qa",
        Members::Named(&["openai/text-davinci-001", "openai/davinci", "ai21/j1-jumbo", "openai/text-babbage-001"]),
    ),
    ("opinions_qa_ai21", Members::Named(&["ai21/j1-grande", "ai21/j1-jumbo", "ai21/j1-grande-v2-beta"])),
    (
        "opinions_qa_openai",
        Members::Named(&[
            "openai/ada",
            "openai/davinci",
            "openai/text-ada-001",
            "openai/text-davinci-001",
            "openai/text-davinci-002",
            "openai/text-davinci-003",
        ]),
    ),
    (
        "summarization_zs",
        Members::Named(&["openai/davinci", "openai/curie", "openai/text-davinci-002", "openai/text-curie-001"]),
    ),
];

/// Tags of models that no group includes.
const EXCLUDED: &[&str] = &["DEPRECATED_MODEL_TAG", "UNSUPPORTED_MODEL_TAG"];

pub(super) const MODEL: RunExpander = RunExpander {
    name: "model",
    description: "the model, by name or by group (all, text, code, ...), or a deployment of three parts",
    expand: |run_spec, argument, registry| {
        let names = match models_of_group(argument.text(), registry) {
            Some(names) if names.is_empty() => {
                return Err(NotAllowed::expected("a model, or a group that some model belongs to"));
            }
            Some(names) => names,
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

/// The names that stand for several models, without those for ablations.
pub fn model_groups() -> impl Iterator<Item = &'static str> {
    GROUPS.iter().map(|(group, _)| *group)
}

/// Whether a value of `model=` stands for several models.
pub fn is_model_group(name: &str) -> bool {
    group(name).is_some()
}

/// The members of a group, and whether only those for ablations.
fn group(name: &str) -> Option<(&'static Members, bool)> {
    let (name, ablation) = match name.strip_prefix("ablation_") {
        _ if name == "ablation" => ("all", true),
        Some("all") => return None,
        Some(name) => (name, true),
        None => (name, false),
    };
    GROUPS.iter().find(|(group, _)| *group == name).map(|(_, members)| (members, ablation))
}

fn models_of_group(name: &str, registry: &Registry) -> Option<Vec<String>> {
    let (members, ablation) = group(name)?;
    let has_tag = |model: &ModelMetadata, tags: &[&str]| model.tags.iter().any(|tag| tags.contains(&tag.as_str()));
    // Names that the registry lacks stay, so that whoever asked for them is told.
    let is_included = |model: Option<&ModelMetadata>| match model {
        Some(model) => !has_tag(model, EXCLUDED) && (!ablation || has_tag(model, &["ABLATION_MODEL_TAG"])),
        None => !ablation,
    };
    Some(match members {
        Members::Tagged(tags) => registry
            .models()
            .filter(|model| (tags.is_empty() || has_tag(model, tags)) && is_included(Some(model)))
            .map(|model| model.name.clone())
            .collect(),
        Members::Named(names) => {
            names.iter().filter(|name| is_included(registry.model(name))).map(|name| (*name).to_owned()).collect()
        }
    })
}
