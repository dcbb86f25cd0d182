//! A table of all workloads for one kind of kernels.

use crate::memory;
use crate::peak::Peak;
use crate::workload::{ALL, SHORT, Workload};
use anyhow::{Result, bail};
use helm_gpt2::{Checkpoint, Gpt2, Kernels, LoadOptions};
use std::io::{self, Write};
use std::time::Instant;

/// When a workload was run often enough.
pub(crate) struct Limits {
    pub(crate) runs: u32,
    pub(crate) seconds: f64,
}

/// A workload's seconds, sorted.
struct Times(Vec<f64>);

impl Times {
    fn median(&self) -> f64 {
        // The same one twice where their number is odd.
        f64::midpoint(self.0[(self.0.len() - 1) / 2], self.0[self.0.len() / 2])
    }

    fn minimum(&self) -> f64 {
        self.0[0]
    }
}

/// A workload and how it did.
struct Row {
    workload: Workload,
    times: Times,
    operations: f64,
}

/// Measures and prints. The peak is measured before each run, so that both are of the same minutes.
pub(crate) fn print(
    checkpoint: &Checkpoint,
    kernels: &'static Kernels,
    workloads: &[Workload],
    limits: &Limits,
) -> Result<()> {
    let threads = rayon::current_num_threads();
    let options = LoadOptions { kernels, ..LoadOptions::default() };
    let knows_memory = memory::forget_peak();
    let gpt2 = Gpt2::load(checkpoint, &options)?;
    let loaded = memory::peak().filter(|_| knows_memory);
    let peak = Peak::of_kernels(kernels.name);
    let workloads = match workloads {
        [] if peak.is_some() => &ALL[..],
        [] => &SHORT[..],
        chosen => chosen,
    };
    let mut peaks = Vec::new();
    let mut rows = Vec::new();
    for &workload in workloads {
        writeln!(io::stderr(), "{}: {workload}", kernels.name)?;
        let requests = workload.requests(gpt2.config());
        let times = times(limits, || {
            peaks.extend(peak.as_ref().map(|peak| peak.measure(threads)));
            timed(|| Workload::run(&gpt2, &requests))
        })?;
        rows.push(Row { workload, times, operations: workload.operations(gpt2.config()) });
    }
    let worked = memory::peak().filter(|_| knows_memory);
    drop(gpt2);
    let loads = times(limits, || timed(|| Ok(Gpt2::load(checkpoint, &options)?)))?;
    peaks.sort_by(f64::total_cmp);

    let mut out = io::stdout().lock();
    writeln!(out, "\n{} on {threads} threads", kernels.name)?;
    if let (Some(best), Some(median)) = (peaks.last(), peaks.get(peaks.len() / 2)) {
        writeln!(out, "peak: {:.0} GFLOP/s, in the median {:.0}", best / 1e9, median / 1e9)?;
    }
    writeln!(out, "load: median {:.0} ms, minimum {:.0} ms", loads.median() * 1e3, loads.minimum() * 1e3)?;
    if let (Some(loaded), Some(worked)) = (loaded, worked) {
        writeln!(out, "memory: {:.0} MB to load, {:.0} MB in all", loaded as f64 / 1e6, worked as f64 / 1e6)?;
    }
    // AMX does more than the vectors whose peak this is.
    let is_bound = kernels.name != "amx";
    print_rows(&mut out, &rows, peaks.last().copied(), is_bound)
}

fn print_rows(out: &mut impl Write, rows: &[Row], peak: Option<f64>, is_bound: bool) -> Result<()> {
    writeln!(out, "\n| workload | median ms | minimum ms | GFLOP | GFLOP/s, median | % of peak, median | minimum |")?;
    writeln!(out, "|---|---|---|---|---|---|---|")?;
    for Row { workload, times, operations } in rows {
        let (median, minimum) = (times.median(), times.minimum());
        let share = |seconds: f64| {
            peak.map_or_else(|| "-".to_owned(), |peak| format!("{:.0}", 100.0 * operations / seconds / peak))
        };
        writeln!(
            out,
            "| {workload} | {:.1} | {:.1} | {:.1} | {:.0} | {} | {} |",
            median * 1e3,
            minimum * 1e3,
            operations / 1e9,
            operations / median / 1e9,
            share(median),
            share(minimum),
        )?;
    }
    // Nothing is faster than a peak that bounds it: where it seems so, the shares mean nothing.
    let fastest = rows.iter().map(|row| row.operations / row.times.minimum()).fold(0.0, f64::max);
    if is_bound && peak.is_some_and(|peak| fastest > peak) {
        bail!("a workload was faster than the peak: too little time was left to the peak's loops; measure again");
    }
    Ok(())
}

/// Runs something once to warm up, then as often as the limits allow, twice at least.
fn times(limits: &Limits, mut run: impl FnMut() -> Result<f64>) -> Result<Times> {
    let start = Instant::now();
    run()?;
    let mut times = Vec::new();
    while times.len() < 2 || (times.len() < limits.runs as usize && start.elapsed().as_secs_f64() < limits.seconds) {
        times.push(run()?);
    }
    times.sort_by(f64::total_cmp);
    Ok(Times(times))
}

/// The seconds that something takes.
fn timed<T>(run: impl FnOnce() -> Result<T>) -> Result<f64> {
    let start = Instant::now();
    run()?;
    Ok(start.elapsed().as_secs_f64())
}
