//! Synthetic reasoning with patterns, after LIME (Wu et al., 2021, <https://arxiv.org/abs/2101.06223>): a
//! pattern of symbols, what is substituted for its letters, and the result; two are given, one is asked.

use super::parts::generated;
use super::{DataSource, Scenario, ScenarioError, choice_argument};
use crate::files::{Instance, ObjectSpec, ScenarioInfo};
use crate::random::NumpyRandom;
use std::path::Path;

/// HELM's name of the scenario class.
pub const SYNTHETIC_REASONING_CLASS: &str =
    "helm.benchmark.scenarios.synthetic_reasoning_scenario.SyntheticReasoningScenario";

const PATTERN_MATCH: &str = "pattern_match";
const VARIABLE_SUBSTITUTION: &str = "variable_substitution";
const INDUCTION: &str = "induction";

/// What can be asked.
pub const SYNTHETIC_REASONING_MODES: &[&str] = &[PATTERN_MATCH, VARIABLE_SUBSTITUTION, INDUCTION];

const SEED: u32 = 42;
const LETTERS: [&str; 3] = ["X", "Y", "Z"];
const OPERATORS: [&str; 4] = ["+", "-", "*", "="];
#[rustfmt::skip]
const WORDS: [&str; 22] = [
    "zebra", "cobra", "stork", "penguin", "shark", "lion", "buffalo", "whale", "seal", "eagle", "horse", "rat",
    "apple", "peach", "watermelon", "banana", "grape", "kiwi", "pear", "strawberry", "blueberry", "blackberry",
];
const OTHER_PATTERNS: usize = 3;

/// The scenario in one of its modes.
pub(super) struct SyntheticReasoning {
    mode: &'static str,
}

impl SyntheticReasoning {
    pub(super) fn from_spec(spec: &ObjectSpec) -> Result<Self, ScenarioError> {
        Ok(Self { mode: choice_argument(spec, "mode", SYNTHETIC_REASONING_MODES)? })
    }
}

impl Scenario for SyntheticReasoning {
    fn info(&self) -> ScenarioInfo {
        ScenarioInfo {
            name: "synthetic_reasoning".into(),
            description: "Synthetic reasoning benchmark".into(),
            tags: vec!["reasoning".into(), "language".into(), "pattern_matching".into()],
            definition_path: file!().into(),
        }
    }

    fn instances(&self, _folder: &Path, _data: &dyn DataSource) -> Result<Vec<Instance>, ScenarioError> {
        let mut random = NumpyRandom::from_seed(SEED);
        Ok(generated(|| problem(self.mode, &mut random)))
    }
}

/// A question and its answer.
fn problem(mode: &str, random: &mut NumpyRandom) -> (String, String) {
    let letters = some_of(&LETTERS, random);
    let mut distinct = letters.clone();
    distinct.sort_unstable();
    distinct.dedup();
    let operators = some_of(&OPERATORS, random);
    let pattern = pattern(&letters, &operators, random);
    // Both are drawn in every mode, so that the modes share their patterns.
    let substitution = Substitution::draw(&distinct, random);
    let other_substitution = Substitution::draw(&distinct, random);
    let rule = pattern.join(" ");
    let result = substitution.apply(&pattern);
    match mode {
        INDUCTION => {
            let other_result = other_substitution.apply(&pattern);
            (format!("Two results: {result} | {other_result}"), format!("Rule: {rule}"))
        }
        VARIABLE_SUBSTITUTION => (format!("Rules: {rule} | Substitutions: {}", substitution.describe()), result),
        _ => {
            let other = |random: &mut NumpyRandom| self::pattern(&distinct, &operators, random).join(" ");
            let mut rules: Vec<String> = (0..OTHER_PATTERNS).map(|_| other(random)).collect();
            rules.push(rule.clone());
            random.shuffle(&mut rules);
            (format!("Rules: {} | Result: {result}", rules.join(" | ")), rule)
        }
    }
}

/// Two or three of the symbols, with repetitions.
fn some_of(symbols: &[&'static str], random: &mut NumpyRandom) -> Vec<&'static str> {
    let count = 2 + random.below(2) as usize;
    random.choices(symbols, count).into_iter().copied().collect()
}

/// Letters and operators in random order.
fn pattern(letters: &[&'static str], operators: &[&'static str], random: &mut NumpyRandom) -> Vec<&'static str> {
    let mut pattern = [letters, operators].concat();
    random.shuffle(&mut pattern);
    pattern
}

/// What stands for each letter.
struct Substitution(Vec<(&'static str, String)>);

impl Substitution {
    /// One or two words for each letter.
    fn draw(letters: &[&'static str], random: &mut NumpyRandom) -> Self {
        let mut words = || {
            let count = 1 + random.below(2) as usize;
            random.choices(&WORDS, count).into_iter().copied().collect::<Vec<_>>().join(" ")
        };
        Self(letters.iter().map(|&letter| (letter, words())).collect())
    }

    fn apply(&self, pattern: &[&str]) -> String {
        let of = |symbol: &str| self.0.iter().find(|(letter, _)| *letter == symbol).map(|(_, words)| words.as_str());
        pattern.iter().map(|&symbol| of(symbol).unwrap_or(symbol)).collect::<Vec<_>>().join(" ")
    }

    fn describe(&self) -> String {
        self.0.iter().map(|(letter, words)| format!("{letter} by \" {words} \"")).collect::<Vec<_>>().join(" , ")
    }
}
