//! What there is (`--list`).

use crate::args::Topic;
use crate::terminal::columns;
use helm_core::metric;
use helm_core::registry::Registry;
use helm_core::run_expander;
use helm_core::run_spec_function::{self, RunSpecFunction};

/// The table of a topic, with a line of column names.
pub(crate) fn table(topic: Topic, registry: &Registry) -> String {
    let (header, mut rows) = match topic {
        Topic::Scenarios => (["scenario", "arguments", "description"], scenarios()),
        Topic::Models => (["model", "deployment", "name"], models(registry)),
        Topic::Expanders => (["expander", "", "description"], expanders()),
        Topic::Metrics => (["metric", "", "kind"], metrics()),
        Topic::Perturbations => (["data_augmentation=", "", "sets of perturbations, each a run"], perturbations()),
    };
    rows.insert(0, header.map(str::to_owned).to_vec());
    // A column that nobody filled takes no place.
    for column in (0..header.len()).rev().filter(|&column| header[column].is_empty()) {
        for row in &mut rows {
            row.remove(column);
        }
    }
    columns(&rows)
}

fn row(cells: [&str; 3]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

fn scenarios() -> Vec<Vec<String>> {
    let arguments = |function: &RunSpecFunction| {
        let name = |parameter: &run_spec_function::Parameter| {
            if parameter.required { format!("{}=...", parameter.name) } else { format!("[{}=...]", parameter.name) }
        };
        function.parameters.iter().map(name).collect::<Vec<_>>().join(" ")
    };
    run_spec_function::ALL
        .iter()
        .map(|function| row([function.name, &arguments(function), function.description]))
        .collect()
}

fn models(registry: &Registry) -> Vec<Vec<String>> {
    let deployment = |model: &str| registry.default_deployment(model).map_or("-", |deployment| &deployment.name);
    registry.models().map(|model| row([&model.name, deployment(&model.name), &model.display_name])).collect()
}

fn expanders() -> Vec<Vec<String>> {
    run_expander::ALL.iter().map(|expander| row([expander.name, "", expander.description])).collect()
}

fn metrics() -> Vec<Vec<String>> {
    let scores = metric::score_names().map(|name| row([name, "", "compares completions with right answers"]));
    scores.chain(metric::classes().iter().map(|name| row([name, "", "class of metric specs"]))).collect()
}

fn perturbations() -> Vec<Vec<String>> {
    run_expander::data_augmentations().iter().map(|(value, sets)| row([value, "", sets])).collect()
}
