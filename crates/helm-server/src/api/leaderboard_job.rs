//! What instances say about the tables of a group. That takes seconds for hundreds of runs, so it is computed
//! beside the answers, once for as long as the files stay as they are.

use super::pairs::{pair_runs, scenario_of};
use crate::evidence::{Difference, Interval, Resampler, Sample, accounts_for, difference, estimate_of_runs};
use crate::results::{Results, RunInfo, RunList, Summary};
use helm_core::files::{Cell, CellValue, HeaderCell, RunGroup, Table};
use helm_core::summary::{ColumnMeaning, column_meaning};
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Where a value stands among those of its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Standing {
    Best,
    AmongBest,
    Worse,
}

/// What instances say about a cell.
#[derive(Clone, Debug, Default)]
pub(super) struct CellStatistics {
    pub(super) n: Option<usize>,
    pub(super) interval: Option<Interval>,
    pub(super) standing: Option<Standing>,
    /// The row of the best value, and how this one differs from it.
    pub(super) difference: Option<(usize, Difference)>,
}

/// What instances say about the tables of a group.
pub(super) struct GroupStatistics {
    /// By table, row and column; columns count without the models'.
    pub(super) tables: Vec<Vec<Vec<CellStatistics>>>,
    /// Requests that failed, by run; runs without failures are left out.
    pub(super) failed_requests: HashMap<String, usize>,
}

/// The jobs by group.
pub(crate) struct LeaderboardJobs {
    jobs: Mutex<HashMap<String, Arc<Job>>>,
    background: Background,
}

/// Threads for what nobody waits for: all cores but one, which answers meanwhile.
struct Background {
    pool: Option<ThreadPool>,
}

impl Background {
    fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        // Where no more threads are to be had, those of the process have to do.
        Self { pool: ThreadPoolBuilder::new().num_threads(cores.saturating_sub(1).max(1)).build().ok() }
    }

    /// Does the work some time.
    fn spawn(&self, work: impl FnOnce() + Send + 'static) {
        match &self.pool {
            Some(pool) => pool.spawn(work),
            None => rayon::spawn(work),
        }
    }
}

/// A computation that is done or under way.
pub(super) struct Job {
    fingerprint: u64,
    runs: Vec<RunInfo>,
    result: Mutex<Option<Arc<GroupStatistics>>>,
    done: Condvar,
}

impl Job {
    /// How many of how many runs are read, by whoever did it.
    pub(super) fn progress(&self, results: &Results) -> (usize, usize) {
        let read = self.runs.iter().filter(|run| results.known_scores(run).is_some()).count();
        (read, self.runs.len())
    }

    /// The result, if it is there by then.
    pub(super) fn wait(&self, patience: Duration) -> Option<Arc<GroupStatistics>> {
        let result = self.result.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.done.wait_timeout_while(result, patience, |result| result.is_none());
        waited.unwrap_or_else(PoisonError::into_inner).0.clone()
    }

    fn finish(&self, statistics: GroupStatistics) {
        *self.result.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(statistics));
        self.done.notify_all();
    }
}

/// What a job works on.
pub(super) struct Subject {
    pub(super) results: Arc<Results>,
    pub(super) summary: Arc<Summary>,
    pub(super) runs: Arc<RunList>,
    pub(super) group: RunGroup,
    pub(super) tables: Arc<Vec<Table>>,
}

impl LeaderboardJobs {
    pub(super) fn new() -> Self {
        Self { jobs: Mutex::default(), background: Background::new() }
    }

    /// The job for the files as they are now, started where it isn't.
    pub(super) fn of(&self, subject: Subject) -> Arc<Job> {
        let names = run_names(&subject.tables);
        let used: Vec<RunInfo> = subject.runs.runs.iter().filter(|run| names.contains(&run.name)).cloned().collect();
        let fingerprint = fingerprint(&subject, &used);
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(job) = jobs.get(&subject.group.name).filter(|job| job.fingerprint == fingerprint) {
            return Arc::clone(job);
        }
        let job = Arc::new(Job { fingerprint, runs: used, result: Mutex::default(), done: Condvar::default() });
        jobs.insert(subject.group.name.clone(), Arc::clone(&job));
        let working = Arc::clone(&job);
        self.background.spawn(move || {
            let failed_requests = working.runs.par_iter().filter_map(|run| {
                subject.results.scores(run);
                let failed = subject.results.headline(run, &subject.summary).failed_requests;
                Some((run.name.clone(), failed.filter(|failed| *failed > 0)?))
            });
            let failed_requests = failed_requests.collect();
            let tables = subject.tables.iter().map(|table| table_statistics(&subject, table)).collect();
            working.finish(GroupStatistics { tables, failed_requests });
        });
        job
    }
}

fn fingerprint(subject: &Subject, used: &[RunInfo]) -> u64 {
    let mut hasher = DefaultHasher::new();
    subject.summary.stamp.hash(&mut hasher);
    subject.summary.tables_stamp(&subject.group.name).hash(&mut hasher);
    for run in used {
        (&run.name, run.scores_stamp()).hash(&mut hasher);
    }
    hasher.finish()
}

fn run_names(tables: &[Table]) -> HashSet<String> {
    let cells = tables.iter().flat_map(|table| &table.rows).flatten();
    cells.flat_map(|cell| cell.run_spec_names.iter().flatten().cloned()).collect()
}

fn table_statistics(subject: &Subject, table: &Table) -> Vec<Vec<CellStatistics>> {
    let columns: Vec<Vec<CellStatistics>> = (1..table.header.len())
        .into_par_iter()
        .map(|column| {
            column_statistics(subject, table, column)
                .unwrap_or_else(|| vec![CellStatistics::default(); table.rows.len()])
        })
        .collect();
    let row = |index: usize| columns.iter().map(|column| column[index].clone()).collect();
    (0..table.rows.len()).map(row).collect()
}

/// The statistics of a column, row by row; none where it shows nothing about instances.
fn column_statistics(subject: &Subject, table: &Table, column: usize) -> Option<Vec<CellStatistics>> {
    let header = &table.header[column];
    let meaning = meaning(&subject.summary, &subject.group, table, header)?;
    if header.lower_is_better.is_none() && !subject.summary.is_score(&meaning.matcher.name) {
        return None;
    }
    let resampler = &subject.results.resampler;
    let samples: Vec<Vec<(&RunInfo, Sample)>> =
        table.rows.iter().map(|row| samples_of_cell(subject, &meaning, row, column)).collect();
    let mut cells: Vec<CellStatistics> = Vec::new();
    for (row, samples) in table.rows.iter().zip(&samples) {
        let own = samples.iter().map(|(run, sample)| (scenario_of(run), sample.clone())).collect();
        let found = number(&row[column]).zip(estimate_of_runs(own, resampler));
        cells.push(match found {
            Some((value, estimate)) if accounts_for(estimate.mean, value) => {
                CellStatistics { n: Some(estimate.n), interval: Some(estimate.interval), ..CellStatistics::default() }
            }
            _ => CellStatistics::default(),
        });
    }
    if let Some(lower_is_better) = header.lower_is_better {
        rank(&mut cells, table, column, &samples, lower_is_better, resampler);
    }
    Some(cells)
}

/// What a column means; tables about a sub-split say so in their names.
pub(super) fn meaning<'a>(
    summary: &'a Summary,
    group: &RunGroup,
    table: &Table,
    header: &HeaderCell,
) -> Option<ColumnMeaning<'a>> {
    let mut meaning = column_meaning(&summary.schema, group, table, header)?;
    let sub_split = table.name.as_deref().and_then(|name| name.split_once(":sub_split="));
    meaning.matcher.sub_split = sub_split.map(|(_, sub_split)| sub_split.to_owned());
    Some(meaning)
}

/// The runs behind a cell: those that it names, or those of its row that belong to the column's group.
pub(super) fn runs_of_cell<'a>(
    runs: &'a RunList,
    group: Option<&str>,
    row: &[Cell],
    column: usize,
) -> Vec<&'a RunInfo> {
    let names = row[column].run_spec_names.as_ref().or(row[0].run_spec_names.as_ref());
    let found = names.into_iter().flatten().filter_map(|name| runs.find(name));
    let belongs = |run: &&RunInfo| match (group, &run.run_spec) {
        (Some(group), Some(run_spec)) => run_spec.groups.iter().any(|name| name == group),
        _ => true,
    };
    found.filter(belongs).collect()
}

fn samples_of_cell<'a>(
    subject: &'a Subject,
    meaning: &ColumnMeaning,
    row: &[Cell],
    column: usize,
) -> Vec<(&'a RunInfo, Sample)> {
    let runs = runs_of_cell(&subject.runs, Some(&meaning.run_group.name), row, column);
    runs.into_iter()
        .filter_map(|run| Some((run, Sample::new(&subject.results.scores(run), &meaning.matcher)?)))
        .collect()
}

/// Compares each value with the best one, on the instances that both were asked.
fn rank(
    cells: &mut [CellStatistics],
    table: &Table,
    column: usize,
    samples: &[Vec<(&RunInfo, Sample)>],
    lower_is_better: bool,
    resampler: &Resampler,
) {
    let values: Vec<Option<f64>> = table.rows.iter().map(|row| number(&row[column])).collect();
    let sign = if lower_is_better { -1.0 } else { 1.0 };
    let known = values.iter().enumerate().filter_map(|(row, value)| Some((row, sign * (*value)?)));
    let Some((best, _)) = known.reduce(|best, other| if other.1 > best.1 { other } else { best }) else { return };
    let mut compared = 0;
    let mut all_are_worse = true;
    for row in (0..cells.len()).filter(|row| *row != best && values[*row].is_some()) {
        let Some(difference) = difference(&pair_runs(&samples[row], &samples[best]), resampler) else { continue };
        compared += 1;
        let is_worse = difference.is_significant && difference.mean * sign < 0.0;
        all_are_worse &= is_worse;
        cells[row].standing = Some(if is_worse { Standing::Worse } else { Standing::AmongBest });
        cells[row].difference = Some((best, difference));
    }
    if compared > 0 {
        cells[best].standing = Some(if all_are_worse { Standing::Best } else { Standing::AmongBest });
    }
}

pub(super) fn number(cell: &Cell) -> Option<f64> {
    match &cell.value {
        Some(CellValue::Number(number)) => Some(number.as_f64()),
        _ => None,
    }
}
