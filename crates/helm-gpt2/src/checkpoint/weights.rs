//! The tensors of a checkpoint, where they lie.

use crate::Error;
use memmap2::Mmap;
use rayon::prelude::*;
use safetensors::tensor::{Dtype, Metadata, SafeTensors};
use std::fs::File;
use std::path::{Path, PathBuf};

/// The tensors of a checkpoint, by the names that the bare transformer gives them.
pub(crate) struct Weights {
    files: Vec<WeightFile>,
    prefix: &'static str,
}

/// A safetensors file: a header, then the tensors' bytes.
struct WeightFile {
    bytes: Bytes,
    metadata: Metadata,
    /// Where the tensors' bytes start.
    start: usize,
}

enum Bytes {
    Mapped(Mmap),
    Static(&'static [u8]),
}

impl WeightFile {
    fn new(name: &str, bytes: Bytes) -> Result<Self, Error> {
        let header = SafeTensors::read_metadata(bytes.all());
        let (length, metadata) = header.map_err(|source| Error::Weights { name: name.into(), source })?;
        // Eight bytes say how long the header is.
        Ok(Self { bytes, metadata, start: 8 + length })
    }
}

impl Bytes {
    fn all(&self) -> &[u8] {
        match self {
            Self::Mapped(map) => map,
            Self::Static(bytes) => bytes,
        }
    }
}

impl Weights {
    pub(super) fn of_bytes(name: &str, bytes: &'static [u8]) -> Result<Self, Error> {
        Ok(Self::new(vec![WeightFile::new(name, Bytes::Static(bytes))?]))
    }

    pub(super) fn of_files(paths: &[PathBuf]) -> Result<Self, Error> {
        let file = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            WeightFile::new(&name, Bytes::Mapped(map(path)?))
        };
        Ok(Self::new(paths.iter().map(file).collect::<Result<_, Error>>()?))
    }

    fn new(files: Vec<WeightFile>) -> Self {
        // Checkpoints of the language model have the prefix, those of the bare transformer don't.
        let is_prefixed = files.iter().any(|file| file.metadata.info("transformer.wte.weight").is_some());
        Self { files, prefix: if is_prefixed { "transformer." } else { "" } }
    }

    /// The tensor of that name, which must have that shape.
    pub(crate) fn view(&self, name: &str, shape: &[usize]) -> Result<View<'_>, Error> {
        self.exact(&format!("{}{name}", self.prefix), shape)
    }

    /// The values of a tensor, row by row.
    pub(crate) fn values(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, Error> {
        Ok(self.view(name, shape)?.values())
    }

    /// The output embeddings, where they are not the input embeddings.
    pub(crate) fn output_embeddings(&self, shape: &[usize]) -> Result<View<'_>, Error> {
        self.exact("lm_head.weight", shape)
    }

    fn exact(&self, name: &str, shape: &[usize]) -> Result<View<'_>, Error> {
        let found = self.files.iter().find_map(|file| Some((file, file.metadata.info(name)?)));
        let (file, info) = found.ok_or_else(|| Error::MissingTensor { name: name.into(), expected: shape.into() })?;
        if info.shape != shape {
            return Err(Error::MisshapenTensor {
                name: name.into(),
                actual: info.shape.clone(),
                expected: shape.into(),
            });
        }
        let width = match info.dtype {
            Dtype::F32 => 4,
            Dtype::F16 | Dtype::BF16 => 2,
            other => return Err(Error::UnsupportedType { name: name.into(), dtype: other.to_string() }),
        };
        let (start, end) = (file.start + info.data_offsets.0, file.start + info.data_offsets.1);
        Ok(View { shape: info.shape.clone(), dtype: info.dtype, width, file, start, end })
    }
}

/// A tensor in its file.
pub(crate) struct View<'a> {
    shape: Vec<usize>,
    dtype: Dtype,
    /// Bytes of a value.
    width: usize,
    file: &'a WeightFile,
    start: usize,
    end: usize,
}

impl View<'_> {
    pub(crate) fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// Fills `values` with those that follow the first `skipped` ones.
    pub(crate) fn read(&self, skipped: usize, values: &mut [f32]) {
        let bytes = &self.file.bytes.all()[self.start..self.end];
        let bytes = &bytes[skipped * self.width..][..values.len() * self.width];
        match self.dtype {
            Dtype::F16 => decode(bytes, values, |bytes| half::f16::from_le_bytes(bytes).to_f32()),
            Dtype::BF16 => decode(bytes, values, |bytes| half::bf16::from_le_bytes(bytes).to_f32()),
            _ => decode(bytes, values, f32::from_le_bytes),
        }
    }

    /// All values, row by row.
    pub(crate) fn values(&self) -> Vec<f32> {
        let mut values = vec![0.0; self.shape.iter().product()];
        let parts = values.par_chunks_mut(PART).enumerate();
        parts.for_each(|(index, part)| self.read(index * PART, part));
        values
    }
}

/// Values that a task reads of a tensor.
const PART: usize = 1 << 18;

fn decode<const WIDTH: usize>(bytes: &[u8], values: &mut [f32], value: impl Fn([u8; WIDTH]) -> f32) {
    let (chunks, _) = bytes.as_chunks::<WIDTH>();
    values.iter_mut().zip(chunks).for_each(|(place, &bytes)| *place = value(bytes));
}

/// What was read of a tensor need not stay in memory: it is packed, or copied.
#[cfg(unix)]
impl Drop for View<'_> {
    fn drop(&mut self) {
        if let Bytes::Mapped(map) = &self.file.bytes {
            #[expect(unsafe_code, reason = "pages of a file are dropped, which can't change what they hold")]
            // SAFETY: the map is of a file and never written to, so its pages are read again when they are needed.
            // An error leaves the pages where they are.
            let _ = unsafe {
                map.unchecked_advise_range(memmap2::UncheckedAdvice::DontNeed, self.start, self.end - self.start)
            };
        }
    }
}

#[expect(unsafe_code, reason = "memory-mapped files are the only way not to hold weights twice")]
fn map(path: &Path) -> Result<Mmap, Error> {
    let error = |source| Error::Read { path: path.into(), source };
    let file = File::open(path).map_err(error)?;
    // SAFETY: a mapped file must not change while it is mapped. Checkpoints are written once; caches put new
    // versions beside old ones. The mapping ends when loading has copied the tensors.
    unsafe { Mmap::map(&file) }.map_err(error)
}
