//! Dyck languages (Suzgun et al., 2019, <https://arxiv.org/abs/1911.03329>): sequences of properly nested
//! parentheses, to be completed with the last few closing ones.

use super::parts::{TEST_SPLIT, instance, reference};
use super::{DataSource, Scenario, ScenarioError, count_argument};
use crate::files::{Instance, ObjectSpec, ScenarioInfo};
use crate::random::{NumpyRandom, PythonRandom};
use crate::sampling::TRAIN_SPLIT;
use std::collections::HashSet;
use std::ops::RangeInclusive;
use std::path::Path;

/// HELM's name of the scenario class.
pub const DYCK_LANGUAGE_CLASS: &str = "helm.benchmark.scenarios.dyck_language_scenario.DyckLanguageScenario";

/// How many kinds of parentheses there can be.
pub const DYCK_LANGUAGE_PAIRS: RangeInclusive<usize> = 1..=4;

const PAIRS: [(char, char); 4] = [('(', ')'), ('[', ']'), ('{', '}'), ('<', '>')];
const SEED: u32 = 42;

// The grammar: S becomes `(S)` with the first probability, `SS` with the second, else nothing.
const NESTED: f64 = 0.5;
const CONCATENATED: f64 = 0.25;
const MAX_DEPTH: usize = 100;
const MAX_INNER_LENGTH: usize = 100;
const MAX_MISSING: i64 = 3;

/// A split, its number of instances, and the least and greatest length of the whole sequences.
const SPLITS: [(&str, usize, usize, usize); 2] = [(TRAIN_SPLIT, 3, 4, 50), (TEST_SPLIT, 500, 52, 100)];

/// The scenario with some number of kinds of parentheses.
pub(super) struct DyckLanguage {
    pairs: &'static [(char, char)],
}

impl DyckLanguage {
    pub(super) fn from_spec(spec: &ObjectSpec) -> Result<Self, ScenarioError> {
        let pairs = count_argument(spec, "num_parenthesis_pairs", DYCK_LANGUAGE_PAIRS)?;
        Ok(Self { pairs: &PAIRS[..pairs] })
    }
}

impl Scenario for DyckLanguage {
    fn info(&self) -> ScenarioInfo {
        ScenarioInfo {
            name: "dyck_language".into(),
            description: "Generate the closing parentheses of a Dyck-n prefix".into(),
            tags: vec!["reasoning".into(), "language".into(), "hierarchy".into()],
            definition_path: file!().into(),
        }
    }

    fn instances(&self, _folder: &Path, _data: &dyn DataSource) -> Result<Vec<Instance>, ScenarioError> {
        let mut generator = Generator {
            pairs: self.pairs,
            kinds: NumpyRandom::from_seed(SEED),
            shapes: PythonRandom::from_integer(i64::from(SEED)),
        };
        let mut seen = HashSet::new();
        let mut instances = Vec::new();
        for (split, count, min_length, max_length) in SPLITS {
            let mut missing = count;
            while missing > 0 {
                let Some((question, answer)) = generator.question(min_length, max_length) else { continue };
                if seen.insert(question.clone()) {
                    instances.push(instance(question, vec![reference(format!(" {answer}"), true)], split));
                    missing -= 1;
                }
            }
        }
        Ok(instances)
    }
}

/// Makes sequences. HELM draws their shape and their kinds of parentheses from different generators.
struct Generator {
    pairs: &'static [(char, char)],
    kinds: NumpyRandom,
    shapes: PythonRandom,
}

impl Generator {
    /// The start of a sequence and the parentheses it lacks, unless the draw is of no use.
    fn question(&mut self, min_length: usize, max_length: usize) -> Option<(String, String)> {
        let sequence = self.sequence(0, max_length);
        if sequence.len() < min_length {
            return None;
        }
        let missing = self.shapes.integer(1, MAX_MISSING);
        let start = self.cut(&sequence, missing);
        (!start.is_empty()).then(|| (spaced(start), spaced(&self.closing(start))))
    }

    /// A properly nested sequence of at most `max_length` parentheses; what would be longer comes out empty.
    fn sequence(&mut self, depth: usize, max_length: usize) -> Vec<char> {
        if depth > MAX_DEPTH {
            return Vec::new();
        }
        let draw = self.shapes.random();
        let mut sequence = Vec::new();
        if draw < NESTED {
            let kinds = u32::try_from(self.pairs.len()).expect("there are four pairs at most");
            let (open, close) = self.pairs[self.kinds.below(kinds) as usize];
            sequence.push(open);
            sequence.extend(self.sequence(depth + 1, MAX_INNER_LENGTH));
            sequence.push(close);
        } else if draw < NESTED + CONCATENATED {
            sequence = self.sequence(depth, MAX_INNER_LENGTH);
            sequence.extend(self.sequence(depth, MAX_INNER_LENGTH));
        }
        if sequence.len() <= max_length { sequence } else { Vec::new() }
    }

    /// The longest start of `sequence` that lacks `missing` closing parentheses.
    fn cut<'a>(&self, sequence: &'a [char], missing: i64) -> &'a [char] {
        let mut lacking = 0;
        for (index, &character) in sequence.iter().enumerate().rev() {
            lacking += if self.closes(character).is_some() { -1 } else { 1 };
            if lacking == missing {
                return &sequence[..index];
            }
        }
        &[]
    }

    /// What is missing after `start`, innermost first.
    fn closing(&self, start: &[char]) -> Vec<char> {
        let mut open = Vec::new();
        for &character in start {
            match self.closes(character) {
                Some(close) => open.push(close),
                None => drop(open.pop()),
            }
        }
        open.reverse();
        open
    }

    /// The counterpart of an opening parenthesis.
    fn closes(&self, character: char) -> Option<char> {
        self.pairs.iter().find(|(open, _)| *open == character).map(|&(_, close)| close)
    }
}

fn spaced(characters: &[char]) -> String {
    characters.iter().map(char::to_string).collect::<Vec<_>>().join(" ")
}
