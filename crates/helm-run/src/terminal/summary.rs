//! The closing table: a line a run.

use super::columns;
use crate::Done;
use helm_core::files::Stat;
use helm_core::metric::main_score;
use helm_core::runner::RunOutput;
use std::collections::HashSet;

const HEADER: [&str; 6] = ["run", "instances", "failed requests", "main metric", "time", "folder"];
/// The place of a column that is shown only where requests failed.
const FAILED: usize = 2;

/// The table, with a newline after each line; nothing when nothing was done.
pub(super) fn table(done: &[Done]) -> String {
    if done.is_empty() {
        return String::new();
    }
    let mut rows = vec![HEADER.map(str::to_owned).to_vec()];
    rows.extend(done.iter().map(|run| row(run).to_vec()));
    if done.iter().all(|run| run.num_failed_requests() == 0) {
        for row in &mut rows {
            row.remove(FAILED);
        }
    }
    columns(&rows)
}

fn row(run: &Done) -> [String; 6] {
    let states = &run.output.scenario_state.request_states;
    let instances = states.iter().map(|state| (&state.instance.id, &state.instance.perturbation));
    // Perturbations can't be hashed, but their names tell enough apart.
    let distinct: HashSet<_> =
        instances.map(|(id, perturbation)| (id, perturbation.as_ref().map(|p| &p.name))).collect();
    [
        run.output.run_spec.name.clone(),
        distinct.len().to_string(),
        run.num_failed_requests().to_string(),
        main_metric(&run.output),
        format!("{:.1} s", run.time.as_secs_f64()),
        run.folder.display().to_string(),
    ]
}

/// What the run measures in the first place, on the test split, or on the split there is.
fn main_metric(output: &RunOutput) -> String {
    let name = main_score(&output.run_spec).unwrap_or("bits_per_byte");
    let unperturbed = |stat: &&Stat| stat.name.name == name && stat.name.perturbation.is_none();
    let of_test = output.stats.iter().filter(unperturbed).find(|stat| stat.name.split.as_deref() == Some("test"));
    let stat = of_test.or_else(|| output.stats.iter().find(unperturbed));
    stat.and_then(|stat| Some((stat, stat.mean?))).map_or_else(
        || "-".into(),
        |(stat, mean)| format!("{name} {:.3} ({})", mean.as_f64(), stat.name.split.as_deref().unwrap_or("all")),
    )
}
