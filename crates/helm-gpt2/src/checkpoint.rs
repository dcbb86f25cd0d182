//! Checkpoints: a configuration and weights, in a folder or in memory.

mod weights;

pub(crate) use weights::{View, Weights};

use crate::{Config, Error};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// A configuration and where its weights lie.
pub struct Checkpoint {
    pub(crate) config: Config,
    weights: Source,
}

enum Source {
    Files(Vec<PathBuf>),
    Bytes(&'static [u8]),
}

/// `model.safetensors.index.json`: which file holds which tensor.
#[derive(Deserialize)]
struct Index {
    weight_map: BTreeMap<String, String>,
}

impl Checkpoint {
    /// A folder as Hugging Face's `save_pretrained` writes it.
    pub fn from_folder(folder: &Path) -> Result<Self, Error> {
        let missing = |missing| Error::NoCheckpoint { folder: folder.into(), missing };
        let config = read_if_there(&folder.join("config.json"))?.ok_or_else(|| missing("config.json"))?;
        let single = folder.join("model.safetensors");
        let files = match read_if_there(&folder.join("model.safetensors.index.json"))? {
            Some(index) if !single.exists() => shard_names(&index)?.into_iter().map(|name| folder.join(name)).collect(),
            _ if !single.exists() => return Err(missing("model.safetensors")),
            _ => vec![single],
        };
        Ok(Self { config: Config::parse("config.json", &config)?, weights: Source::Files(files) })
    }

    /// The parts of a checkpoint that is part of the program.
    pub fn from_bytes(config: &[u8], weights: &'static [u8]) -> Result<Self, Error> {
        Ok(Self { config: Config::parse("config.json", config)?, weights: Source::Bytes(weights) })
    }

    /// The names of the files that make a checkpoint of weights in several files.
    pub fn shards(index: &[u8]) -> Result<Vec<String>, Error> {
        shard_names(index)
    }

    /// The configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The files that hold the weights; none where they are part of the program.
    pub fn weight_files(&self) -> &[PathBuf] {
        match &self.weights {
            Source::Files(files) => files,
            Source::Bytes(_) => &[],
        }
    }

    pub(crate) fn open_weights(&self) -> Result<Weights, Error> {
        match &self.weights {
            Source::Bytes(bytes) => Weights::of_bytes("model.safetensors", bytes),
            Source::Files(files) => Weights::of_files(files),
        }
    }
}

fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(Error::Read { path: path.into(), source }),
    }
}

fn shard_names(index: &[u8]) -> Result<Vec<String>, Error> {
    let name = "model.safetensors.index.json";
    let problem = |problem: String| Error::Config { name: name.into(), problem };
    let index: Index = serde_json::from_slice(index).map_err(|error| problem(error.to_string()))?;
    let distinct: BTreeSet<String> = index.weight_map.into_values().collect();
    if distinct.is_empty() {
        return Err(problem("it names no files".into()));
    }
    // The names come out of a downloaded file: none may lead out of its folder.
    let is_beside = |shard: &String| !shard.starts_with('.') && Path::new(shard).file_name() == Some(shard.as_ref());
    match distinct.iter().find(|&shard| !is_beside(shard)) {
        Some(shard) => Err(problem(format!("`{shard}` is no name of a file beside it"))),
        None => Ok(distinct.into_iter().collect()),
    }
}
