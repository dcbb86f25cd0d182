//! The demo's checkpoint, whole and in ways that checkpoints go wrong.

use super::place::repository;
use serde_json::{Map, Value};
use std::fs;
use std::path::PathBuf;

/// A file of the demo's model.
pub(crate) fn demo_file(name: &str) -> Vec<u8> {
    fs::read(demo_folder().join(name)).expect("the demo has it")
}

pub(crate) fn demo_folder() -> PathBuf {
    repository().join("demo/model")
}

/// A safetensors file: the length of the header, the header, the data that it points into.
pub(crate) struct Weights {
    pub(crate) tensors: Map<String, Value>,
    data: Vec<u8>,
}

impl Weights {
    pub(crate) fn of_demo() -> Self {
        let bytes = demo_file("model.safetensors");
        let (length, rest) = bytes.split_at(8);
        let length = u64::from_le_bytes(length.try_into().expect("eight bytes"));
        let (header, data) = rest.split_at(usize::try_from(length).expect("the header is short"));
        let tensors = serde_json::from_slice(header).expect("the header is JSON");
        Self { tensors, data: data.into() }
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let header = serde_json::to_vec(&self.tensors).expect("it was read from JSON");
        [&(header.len() as u64).to_le_bytes(), header.as_slice(), &self.data].concat()
    }

    /// Only the tensors whose names pass, with their data put together anew.
    pub(crate) fn only(&self, passes: impl Fn(&str) -> bool) -> Self {
        let mut tensors = Map::new();
        let mut data = Vec::new();
        for (name, tensor) in &self.tensors {
            if !passes(name) {
                continue;
            }
            let mut tensor = tensor.clone();
            if let Some(offsets) = tensor.get("data_offsets") {
                let at = |index: usize| usize::try_from(offsets[index].as_u64().expect("offsets")).expect("in memory");
                let start = data.len();
                data.extend_from_slice(&self.data[at(0)..at(1)]);
                tensor["data_offsets"] = serde_json::json!([start, data.len()]);
            }
            tensors.insert(name.clone(), tensor);
        }
        Self { tensors, data }
    }
}
