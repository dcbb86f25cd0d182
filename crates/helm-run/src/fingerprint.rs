//! What files hold, in 64 characters: names the weights and the tokenizer that an answer is due to.

use helm_cache::AnswerCache;
use helm_core::file_stamp::{FileStamp, is_settled};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// What a model or a tokenizer is made of.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// Files.
    Files(Vec<PathBuf>),
    /// Parts of the program.
    Bytes(&'static [&'static [u8]]),
}

impl Content {
    /// SHA-256 of all of it, in hexadecimal. Those of files are remembered in `cache`, with what tells that a file was
    /// changed.
    pub(crate) fn digest(&self, cache: &AnswerCache) -> Result<String, (PathBuf, io::Error)> {
        let mut digest = Sha256::new();
        match self {
            Self::Bytes(parts) => parts.iter().for_each(|part| digest.update(Sha256::digest(part))),
            Self::Files(files) => {
                for file in files {
                    let name = file.file_name().unwrap_or_default().to_string_lossy();
                    let of_file = of_file(file, cache).map_err(|error| (file.clone(), error))?;
                    digest.update(format!("{name} {of_file}\n"));
                }
            }
        }
        Ok(hexadecimal(&digest.finalize()))
    }
}

fn of_file(path: &Path, cache: &AnswerCache) -> io::Result<String> {
    let mut file = File::open(path)?;
    let path = path.canonicalize()?;
    let before = file.metadata()?;
    let key = json!({"digest_of": path.display().to_string(), "stamp": FileStamp::of(&before)}).to_string();
    if let Some(known) = cache.text(&key) {
        return Ok(known);
    }
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            count => digest.update(&buffer[..count]),
        }
    }
    let digest = hexadecimal(&digest.finalize());
    if is_settled(&before) && FileStamp::of(&before) == FileStamp::of(&file.metadata()?) {
        cache.put_text(key, digest.clone());
    }
    Ok(digest)
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Strings take anything.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, SystemTime};

    fn cache(folder: &Path) -> AnswerCache {
        AnswerCache::open(&folder.join("cache.sqlite"), |warning| panic!("{warning}")).expect("it can be made")
    }

    #[test]
    fn digests_follow_the_content() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let cache = cache(folder.path());
        let file = folder.path().join("weights");
        let digest = |content: &str| {
            std::fs::write(&file, content).expect("the folder can be written to");
            Content::Files(vec![file.clone()]).digest(&cache).expect("the file is there")
        };
        let (first, second) = (digest("abc"), digest("abd"));
        assert_ne!(first, second);
        assert_eq!(digest("abc"), first);
    }

    #[test]
    fn files_from_the_future_are_read_each_time() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let cache = cache(folder.path());
        let path = folder.path().join("weights");
        let ahead = SystemTime::now() + Duration::from_mins(1);
        let digest = |content: &str| {
            std::fs::write(&path, content).expect("the folder can be written to");
            let file = File::options().write(true).open(&path).expect("it is there");
            file.set_modified(ahead).expect("it is our file");
            let digest = of_file(&path, &cache).expect("it is there");
            helm_core::client::RequestCache::flush(&cache);
            let stamp = FileStamp::of(&file.metadata().expect("it is there"));
            let path = path.canonicalize().expect("it is there").display().to_string();
            assert_eq!(cache.text(&json!({"digest_of": path, "stamp": stamp}).to_string()), None);
            digest
        };
        assert_ne!(digest("abc"), digest("abd"));
    }

    #[test]
    fn digests_are_remembered_of_files_that_are_left_alone() {
        // FIPS 180-4's example: the digest of `abc`.
        const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let folder = tempfile::tempdir().expect("a temporary folder");
        let cache = cache(folder.path());
        let path = folder.path().join("weights");
        std::fs::write(&path, "abc").expect("the folder can be written to");
        let file = File::options().write(true).open(&path).expect("it is there");
        file.set_modified(SystemTime::now() - Duration::from_mins(1)).expect("it is our file");
        assert_eq!(of_file(&path, &cache).expect("it is there"), ABC);
        helm_core::client::RequestCache::flush(&cache);
        let stamp = FileStamp::of(&file.metadata().expect("it is there"));
        let key = json!({"digest_of": path.canonicalize().expect("it is there").display().to_string(), "stamp": stamp});
        assert_eq!(cache.text(&key.to_string()).as_deref(), Some(ABC));
    }
}
