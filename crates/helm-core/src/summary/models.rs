//! Which model a run is about, and what is known of it.

use crate::files::{AdapterSpec, ModelMetadata};
use crate::registry::Registry;
use indexmap::IndexMap;
use std::borrow::Cow;
use std::collections::HashMap;

/// All models in the order in which tables list them.
pub(super) struct Models {
    by_name: IndexMap<String, ModelMetadata>,
    /// The model behind each deployment.
    deployments: HashMap<String, String>,
    date: String,
}

impl Models {
    pub(super) fn new(registry: &Registry, date: &str) -> Self {
        let mut models: IndexMap<_, _> = registry.models().map(|model| (model.name.clone(), model.clone())).collect();
        let deployments: HashMap<String, String> =
            registry.deployments().map(|deployment| (deployment.name.clone(), deployment.model().to_owned())).collect();
        for deployment in registry.deployments() {
            let model = deployment.model();
            models.entry(model.to_owned()).or_insert_with(|| unknown_model(model, date));
        }
        Self { by_name: models, deployments, date: date.into() }
    }

    /// The model that an adapter spec is about; one that nothing is known of goes by its name.
    pub(super) fn of(&self, adapter: &AdapterSpec) -> Cow<'_, ModelMetadata> {
        let behind = |deployment: &str| self.deployments.get(deployment).and_then(|model| self.by_name.get(model));
        self.by_name
            .get(&adapter.model)
            .or_else(|| behind(&adapter.model_deployment))
            // Some models were renamed so that their old name is now that of a deployment.
            .or_else(|| behind(&adapter.model))
            .map_or_else(|| Cow::Owned(unknown_model(&adapter.model, &self.date)), Cow::Borrowed)
    }

    /// Where the row of a deployment comes: deployments that are not named like a model first.
    pub(super) fn position(&self, deployment: &str) -> Option<usize> {
        self.by_name.get_index_of(deployment)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &ModelMetadata> {
        self.by_name.values()
    }
}

fn unknown_model(name: &str, date: &str) -> ModelMetadata {
    ModelMetadata {
        name: name.into(),
        creator_organization_name: "Unknown".into(),
        display_name: name.into(),
        description: name.into(),
        access: "open".into(),
        release_date: Some(date.into()),
        tags: Vec::new(),
        num_parameters: None,
    }
}
