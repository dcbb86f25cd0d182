//! A large suite, made of one run of the demonstration: its instances over and over, under ids of their own, and
//! answers that are right by a chance of the model's own.

use anyhow::{Context, Result};
use helm_core::json;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

const MODELS: usize = 10;
/// The run of the demonstration that all runs are made of.
const TEMPLATE: &str = "demo:subject=everyday_science,model=demo_tiny-gpt2";
/// Scores that follow from the answer being right.
const SCORES: [&str; 4] = ["exact_match", "quasi_exact_match", "prefix_exact_match", "quasi_prefix_exact_match"];
/// Stand for what differs from instance to instance.
const ID: &str = "@ID@";
const SCORE: f64 = 0.123_456_789;

/// What runs are made of.
pub(super) struct LargeSuite {
    run_spec: Value,
    scenario: String,
    stats: Vec<Value>,
    adapter_spec: String,
    /// Elements of `scenario_state.json` and of `per_instance_stats.json`, as texts.
    request_states: Vec<String>,
    instance_stats: Vec<String>,
    /// The values of each metric, instance by instance.
    values: HashMap<String, Vec<f64>>,
}

impl LargeSuite {
    /// Reads the demonstration in an output folder.
    pub(super) fn of_demonstration(output: &Path) -> Result<Self> {
        let folder = output.join("runs").join(crate::demo::SUITE).join(TEMPLATE);
        let read = |file: &str| -> Result<Value> { Ok(json::read(&folder.join(file))?) };
        let list = |value: Value| value.as_array().cloned().context("it is a list");
        let state = read("scenario_state.json")?;
        let stats = list(read("stats.json")?)?;
        let instance_stats = list(read("per_instance_stats.json")?)?;
        Ok(Self {
            values: values(&instance_stats),
            run_spec: read("run_spec.json")?,
            scenario: fs::read_to_string(folder.join("scenario.json"))?,
            stats: stats.into_iter().filter(|stat| stat["name"]["split"] == "test").collect(),
            adapter_spec: json::to_string(&state["adapter_spec"])?,
            request_states: list(state["request_states"].clone())?
                .into_iter()
                .map(request_state)
                .collect::<Result<_>>()?,
            instance_stats: instance_stats.into_iter().map(self::instance_stats).collect::<Result<_>>()?,
        })
    }

    /// The name of a model of the suite.
    pub(super) fn model(index: usize) -> String {
        format!("maker-{}-model-{index}", index % 4)
    }

    /// Writes a suite of `runs` runs of `instances` instances: of each subject one for each model.
    pub(super) fn write(&self, output: &Path, suite: &str, runs: usize, instances: usize) -> Result<()> {
        for run in 0..runs {
            let (model, subject) = (run % MODELS, run / MODELS);
            let name = format!("demo:subject=subject_{subject},model={}", Self::model(model));
            let folder = output.join("runs").join(suite).join(&name);
            fs::create_dir_all(&folder)?;
            let right: Vec<bool> = (0..instances).map(|instance| is_right(model, subject, instance)).collect();
            let mut run_spec = self.run_spec.clone();
            run_spec["name"] = name.into();
            run_spec["scenario_spec"]["args"]["subject"] = format!("subject_{subject}").into();
            run_spec["adapter_spec"]["model"] = Self::model(model).into();
            run_spec["adapter_spec"]["model_deployment"] = Self::model(model).into();
            json::write(&folder.join("run_spec.json"), &run_spec)?;
            fs::write(folder.join("scenario.json"), &self.scenario)?;
            self.write_states(&folder, instances)?;
            self.write_instance_stats(&folder, &right)?;
            json::write(&folder.join("stats.json"), &self.stats(&right))?;
        }
        Ok(())
    }

    fn write_states(&self, folder: &Path, instances: usize) -> Result<()> {
        let mut file = BufWriter::new(File::create(folder.join("scenario_state.json"))?);
        write!(file, "{{\n\"adapter_spec\": {},\n\"request_states\": [\n", self.adapter_spec)?;
        for instance in 0..instances {
            let text = &self.request_states[instance % self.request_states.len()];
            write!(
                file,
                "{}{}",
                if instance > 0 { ",\n" } else { "" },
                text.replace(ID, &format!("instance {instance}"))
            )?;
        }
        file.write_all(b"\n]\n}")?;
        Ok(file.flush()?)
    }

    fn write_instance_stats(&self, folder: &Path, right: &[bool]) -> Result<()> {
        let mut file = BufWriter::new(File::create(folder.join("per_instance_stats.json"))?);
        file.write_all(b"[\n")?;
        for (instance, is_right) in right.iter().enumerate() {
            let text = &self.instance_stats[instance % self.instance_stats.len()];
            let text = text.replace(ID, &format!("instance {instance}"));
            let text = text.replace(&SCORE.to_string(), if *is_right { "1.0" } else { "0.0" });
            write!(file, "{}{text}", if instance > 0 { ",\n" } else { "" })?;
        }
        file.write_all(b"\n]")?;
        Ok(file.flush()?)
    }

    fn stats(&self, right: &[bool]) -> Vec<Value> {
        let share = right.iter().filter(|is_right| **is_right).count() as f64 / right.len() as f64;
        let mut stats = self.stats.clone();
        for stat in &mut stats {
            let value = match stat["name"]["name"].as_str() {
                Some(name) if SCORES.contains(&name) => share,
                Some("num_instances") => right.len() as f64,
                Some(name) => match self.values.get(name) {
                    Some(values) => values.iter().cycle().take(right.len()).sum::<f64>() / right.len() as f64,
                    None => continue,
                },
                None => continue,
            };
            set(stat, value);
        }
        stats
    }
}

/// The values of the metrics that all instances have.
fn values(instances: &[Value]) -> HashMap<String, Vec<f64>> {
    let mut values: HashMap<String, Vec<f64>> = HashMap::new();
    for stat in instances.iter().filter_map(|instance| instance["stats"].as_array()).flatten() {
        if let (Some(name), Some(mean)) = (stat["name"]["name"].as_str(), stat["mean"].as_f64()) {
            values.entry(name.to_owned()).or_default().push(mean);
        }
    }
    values.retain(|_, values| values.len() == instances.len());
    values
}

fn set(stat: &mut Value, value: f64) {
    for member in ["sum", "min", "max", "mean"] {
        stat[member] = json!(value);
    }
    stat["sum_squared"] = json!(value * value);
}

fn request_state(mut state: Value) -> Result<String> {
    state["instance"]["id"] = ID.into();
    state["instance"]["split"] = "test".into();
    for pointer in ["/instance/input/text", "/request/prompt"] {
        let text = state.pointer_mut(pointer).context("a request state has texts")?;
        *text = format!("{} ({ID})", text.as_str().unwrap_or_default()).into();
    }
    Ok(json::to_string(&state)?)
}

fn instance_stats(mut element: Value) -> Result<String> {
    element["instance_id"] = ID.into();
    for stat in element["stats"].as_array_mut().context("an instance has statistics")? {
        stat["name"]["split"] = "test".into();
        if stat["name"]["name"].as_str().is_some_and(|name| SCORES.contains(&name)) {
            set(stat, SCORE);
            stat["sum_squared"] = json!(SCORE);
        }
    }
    Ok(json::to_string(&element)?)
}

/// Whether a model gets an instance right: by hash, more often the higher the model's number is.
fn is_right(model: usize, subject: usize, instance: usize) -> bool {
    let difficulty = hash(&[subject as u64, instance as u64]) % 1000;
    let luck = hash(&[model as u64, subject as u64, instance as u64]) % 1000;
    difficulty + luck < 600 + 80 * model as u64
}

/// FNV-1a over words.
fn hash(words: &[u64]) -> u64 {
    let bytes = words.iter().flat_map(|word| word.to_le_bytes());
    let hash =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    hash ^ hash >> 32
}
