use super::unfinished_file::UnfinishedFile;
use super::{FileError, PythonFormatter};
use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use std::path::Path;

/// A file with a list that is written element by element, the same to the byte as [`write`](super::write) makes it of
/// the whole list. It appears when it is finished, or not at all.
pub struct ListWriter {
    file: UnfinishedFile,
    formatter: PythonFormatter<'static>,
    is_empty: bool,
}

impl ListWriter {
    /// Begins the list that is to lie at `path`.
    pub fn create(path: &Path) -> Result<Self, FileError> {
        let mut file = UnfinishedFile::create(path)?;
        let mut formatter = PythonFormatter::default();
        formatter.begin_array(&mut file).map_err(|error| file.write_error(error))?;
        Ok(Self { file, formatter, is_empty: true })
    }

    /// Writes one more element.
    pub fn push<T: Serialize + ?Sized>(&mut self, element: &T) -> Result<(), FileError> {
        let is_first = std::mem::replace(&mut self.is_empty, false);
        let begun = self.formatter.begin_array_value(&mut self.file, is_first);
        begun.map_err(|error| self.file.write_error(error))?;
        let mut serializer = Serializer::with_formatter(&mut self.file, self.formatter.clone());
        element.serialize(&mut serializer).map_err(|error| self.file.error(error))?;
        let ended = self.formatter.end_array_value(&mut self.file);
        ended.map_err(|error| self.file.write_error(error))
    }

    /// Ends the list and puts the file in its place.
    pub fn finish(mut self) -> Result<(), FileError> {
        self.formatter.end_array(&mut self.file).map_err(|error| self.file.write_error(error))?;
        self.file.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use std::fs;

    fn check(elements: &[Value]) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("new/list.json");
        let mut list = ListWriter::create(&path).expect("writable");
        for element in elements {
            list.push(element).expect("writable");
            assert!(!path.exists());
        }
        list.finish().expect("writable");
        let expected = super::super::to_string(elements).expect("plain JSON");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), expected);
        assert_eq!(fs::read_dir(folder.path().join("new")).expect("it is there").count(), 1);
    }

    #[test]
    fn lists_are_spelled_as_whole_ones_are() {
        check(&[]);
        check(&[json!(1)]);
        check(&[json!({"a": [1, {"b": []}], "c": {}}), json!([]), json!("é\n"), json!([[2.0]])]);
    }

    #[test]
    fn an_unfinished_list_leaves_nothing_behind() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut list = ListWriter::create(&folder.path().join("list.json")).expect("writable");
        list.push(&1).expect("writable");
        drop(list);
        assert_eq!(fs::read_dir(folder.path()).expect("it is there").count(), 0);
    }
}
