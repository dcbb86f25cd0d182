//! Checkpoints: a configuration and weights, in a folder or in memory.

use crate::{Config, Error};
use candle_core::safetensors::{MmapedSafetensors, SliceSafetensors};
use candle_core::{DType, Device, Tensor};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

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
            _ => vec![single],
        };
        if !files[0].exists() {
            return Err(missing("model.safetensors"));
        }
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

    pub(crate) fn open_weights(&self) -> Result<Weights, Error> {
        let source = match &self.weights {
            Source::Bytes(bytes) => {
                let error = |source| Error::Weights { name: "model.safetensors".into(), source };
                Storage::Bytes(SliceSafetensors::new(bytes).map_err(error)?)
            }
            Source::Files(files) => Storage::Files(map(files)?),
        };
        let names: BTreeSet<String> = source.names().collect();
        // Checkpoints of the language model have the prefix, those of the bare transformer don't.
        let prefixed = names.contains("transformer.wte.weight");
        Ok(Weights { source, names, prefix: if prefixed { "transformer." } else { "" } })
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
    let index: Index = serde_json::from_slice(index)
        .map_err(|error| Error::Config { name: name.into(), problem: error.to_string() })?;
    let distinct: BTreeSet<String> = index.weight_map.into_values().collect();
    // The names come out of a downloaded file: none may lead out of its folder.
    match distinct.iter().find(|shard| Path::new(shard).components().count() != 1 || shard.starts_with('.')) {
        Some(shard) => {
            Err(Error::Config { name: name.into(), problem: format!("`{shard}` is no name of a file beside it") })
        }
        None => Ok(distinct.into_iter().collect()),
    }
}

#[expect(unsafe_code, reason = "memory-mapped files are the only way not to hold weights twice")]
fn map(files: &[PathBuf]) -> Result<MmapedSafetensors, Error> {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    for path in files {
        File::open(path).map_err(|source| Error::Read { path: path.clone(), source })?;
        // Opened one by one first, so that an error names the file.
        // SAFETY: as below.
        unsafe { MmapedSafetensors::new(path) }.map_err(|source| Error::Weights { name: name(path), source })?;
    }
    // SAFETY: a mapped file must not change while it is mapped. Checkpoints are written once; caches
    // put new versions beside old ones. The mapping ends when loading has copied the tensors.
    unsafe { MmapedSafetensors::multi(files) }.map_err(|source| Error::Weights { name: name(&files[0]), source })
}

enum Storage {
    Files(MmapedSafetensors),
    Bytes(SliceSafetensors<'static>),
}

impl Storage {
    fn names(&self) -> Box<dyn Iterator<Item = String> + '_> {
        match self {
            Self::Files(files) => Box::new(files.tensors().into_iter().map(|(name, _)| name)),
            Self::Bytes(bytes) => Box::new(bytes.tensors().into_iter().map(|(name, _)| name)),
        }
    }

    fn shape(&self, name: &str) -> Result<Vec<usize>, candle_core::Error> {
        Ok(match self {
            Self::Files(files) => files.get(name)?.shape().to_vec(),
            Self::Bytes(bytes) => bytes.get(name)?.shape().to_vec(),
        })
    }

    fn load(&self, name: &str, device: &Device) -> Result<Tensor, candle_core::Error> {
        match self {
            Self::Files(files) => files.load(name, device),
            Self::Bytes(bytes) => bytes.load(name, device),
        }
    }
}

/// The tensors of a checkpoint, by the names that the bare transformer gives them.
pub(crate) struct Weights {
    source: Storage,
    names: BTreeSet<String>,
    prefix: &'static str,
}

impl Weights {
    /// The tensor of that name and shape, in 32 bit floats.
    pub(crate) fn tensor(&self, name: &str, shape: &[usize], device: &Device) -> Result<Tensor, Error> {
        self.exact(&format!("{}{name}", self.prefix), shape, device)
    }

    /// The output embeddings, where they are not the input embeddings.
    pub(crate) fn output_embeddings(&self, shape: &[usize], device: &Device) -> Result<Tensor, Error> {
        self.exact("lm_head.weight", shape, device)
    }

    fn exact(&self, name: &str, shape: &[usize], device: &Device) -> Result<Tensor, Error> {
        if !self.names.contains(name) {
            return Err(Error::MissingTensor { name: name.into(), expected: shape.into() });
        }
        let actual = self.source.shape(name)?;
        if actual != shape {
            return Err(Error::MisshapenTensor { name: name.into(), actual, expected: shape.into() });
        }
        Ok(self.source.load(name, device)?.to_dtype(DType::F32)?)
    }
}
