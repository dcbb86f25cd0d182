use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

// Where a word was seen, as the bits that NLTK stores. There is one for unknown places too.
pub(super) const UPPER: u32 = 1 << 1 | UPPER_INSIDE | 1 << 3;
pub(super) const UPPER_INSIDE: u32 = 1 << 2;
pub(super) const LOWER: u32 = LOWER_AT_START | 1 << 5 | 1 << 6;
pub(super) const LOWER_AT_START: u32 = 1 << 4;

/// A model that can't be used.
#[derive(Debug, thiserror::Error)]
pub enum PunktError {
    /// A file of it can't be read.
    #[error("can't read `{}`", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A line of a file makes no sense.
    #[error("`{}`, line {line}: expected {expected}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What it should hold.
        expected: &'static str,
    },
}

/// What training found out, in the four files of NLTK's `punkt_tab`.
pub(super) struct Model {
    abbreviations: HashSet<String>,
    /// A few dozen.
    collocations: Vec<(String, String)>,
    sentence_starters: HashSet<String>,
    contexts: HashMap<String, u32>,
}

impl Model {
    pub(super) fn read(folder: &Path) -> Result<Self, PunktError> {
        let word = |line: &str| Some(line.to_owned());
        let pair = |line: &str| line.split_once('\t').map(|(a, b)| (a.to_owned(), b.to_owned()));
        let context = |line: &str| {
            let (word, bits) = line.split_once('\t')?;
            Some((word.to_owned(), bits.parse().ok()?))
        };
        Ok(Self {
            abbreviations: lines(folder.join("abbrev_types.txt"), "a word", word)?.into_iter().collect(),
            collocations: lines(folder.join("collocations.tab"), "two words with a tab between them", pair)?,
            sentence_starters: lines(folder.join("sent_starters.txt"), "a word", word)?.into_iter().collect(),
            contexts: lines(folder.join("ortho_context.tab"), "a word, a tab and a number", context)?
                .into_iter()
                .collect(),
        })
    }

    pub(super) fn is_abbreviation(&self, kind: &str) -> bool {
        self.abbreviations.contains(kind)
    }

    pub(super) fn is_collocation(&self, first: &str, second: &str) -> bool {
        self.collocations.iter().any(|(a, b)| a == first && b == second)
    }

    pub(super) fn is_sentence_starter(&self, kind: &str) -> bool {
        self.sentence_starters.contains(kind)
    }

    /// The bits of the places where words of a kind were seen.
    pub(super) fn contexts(&self, kind: &str) -> u32 {
        self.contexts.get(kind).copied().unwrap_or_default()
    }
}

fn lines<T>(path: PathBuf, expected: &'static str, parse: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, PunktError> {
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(source) => return Err(PunktError::Read { path, source }),
    };
    let parsed = text.lines().enumerate().map(|(index, line)| parse(line).ok_or(index + 1));
    parsed.collect::<Result<_, usize>>().map_err(|line| PunktError::Line { path, line, expected })
}
