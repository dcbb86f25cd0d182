use crate::files::PerturbationDescription;
use serde_json::Value;

/// What a perturbation says of itself. `parameters` are in HELM's order.
pub(super) fn robustness<const N: usize>(name: &str, parameters: [(&str, Value); N]) -> PerturbationDescription {
    PerturbationDescription { robustness: true, ..neither(name, parameters) }
}

/// The same, of one that counts towards fairness.
pub(super) fn fairness<const N: usize>(name: &str, parameters: [(&str, Value); N]) -> PerturbationDescription {
    PerturbationDescription { fairness: true, ..neither(name, parameters) }
}

/// The same, of one that counts towards neither.
pub(super) fn neither<const N: usize>(name: &str, parameters: [(&str, Value); N]) -> PerturbationDescription {
    PerturbationDescription {
        name: name.into(),
        robustness: false,
        fairness: false,
        computed_on: "perturbed".into(),
        seed: None,
        parameters: parameters.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
    }
}
