//! What can be said of any answered request: sizes, times, why it ended, what was cut.

use super::Evaluation;
use super::stat_set::named;
use crate::files::{Number, RequestState, Stat};

const FINISH_REASONS: [&str; 4] = ["length", "stop", "endoftext", "unknown"];

/// The statistics of one request, without context.
pub(super) fn request_stats(evaluation: &Evaluation, state: &RequestState) -> Vec<Stat> {
    let mut stats = vec![
        count("num_references", state.instance.references.len()),
        count("num_train_trials", evaluation.adapter_spec.num_train_trials),
    ];
    stats.extend(efficiency(evaluation, state));
    stats.extend(finish_reason(state));
    stats.push(count("num_train_instances", state.num_train_instances));
    stats.push(count("prompt_truncated", usize::from(state.prompt_truncated)));
    stats
}

/// A statistic of one whole number.
pub(super) fn count(name: &str, value: usize) -> Stat {
    Stat::of(named(name), i64::try_from(value).expect("counts fit 63 bits"))
}

fn efficiency(evaluation: &Evaluation, state: &RequestState) -> Vec<Stat> {
    let Some(result) = &state.result else {
        return Vec::new();
    };
    let prompt_tokens = evaluation.window.count_tokens(&state.request.prompt.text());
    let completion_tokens: usize = result.completions.iter().map(|completion| completion.tokens.len()).sum();
    // An echoed prompt is no output.
    let output_tokens =
        if state.request.echo_prompt { completion_tokens.saturating_sub(prompt_tokens) } else { completion_tokens };
    let mut stats = vec![
        count("num_prompt_tokens", prompt_tokens),
        count("num_completion_tokens", completion_tokens),
        count("num_output_tokens", output_tokens),
        // What training cost is published for none of the models here.
        Stat::new(named("training_co2_cost")),
        Stat::new(named("training_energy_cost")),
    ];
    let batch = result.batch_request_time.zip(result.batch_size);
    let single = result.request_time.map(|time| (time, 1));
    if let Some((runtime, batch_size)) = batch.or(single) {
        stats.push(Stat::of(named("inference_runtime"), runtime));
        stats.push(Stat::of(named("batch_size"), batch_size));
        if let Some(size) = result.batch_size {
            let share = Number::Float(runtime.as_f64() / size as f64);
            stats.push(Stat::of(named("inference_denoised_runtime"), share));
        }
    }
    stats
}

fn finish_reason(state: &RequestState) -> impl Iterator<Item = Stat> {
    let completion = state.result.as_ref().and_then(|result| result.completions.first());
    let reason = completion.and_then(|completion| completion.finish_reason.as_ref()?.get("reason")?.as_str());
    let reason = reason.filter(|reason| FINISH_REASONS.contains(reason)).unwrap_or("unknown").to_owned();
    FINISH_REASONS.into_iter().map(move |known| count(&format!("finish_reason_{known}"), usize::from(known == reason)))
}
