//! Synthetic reasoning in plain English, after "Transformers as Soft Reasoners over Language" (Clark et al., 2020,
//! <https://arxiv.org/abs/2002.05867>): rules and a fact, from which something can be concluded in one step.

use super::parts::generated;
use super::{DataSource, Scenario, ScenarioError, choice_argument};
use crate::files::{Instance, ObjectSpec, ScenarioInfo};
use crate::random::PythonRandom;
use std::path::Path;

/// HELM's name of the scenario class.
pub const SYNTHETIC_REASONING_NATURAL_CLASS: &str =
    "helm.benchmark.scenarios.synthetic_reasoning_natural_scenario.SRNScenario";

/// Rules and facts use the same words; rules may speak of the kind (`an animal`); facts may use synonyms too.
pub const SYNTHETIC_REASONING_NATURAL_DIFFICULTIES: &[&str] = &[EASY, "medium", HARD];

const EASY: &str = "easy";
const HARD: &str = "hard";
const SEED: i64 = 42;
const MAX_RULES: usize = 5;
/// How often a fact that nothing follows from is kept.
const WITHOUT_CONCLUSION: f64 = 0.1;
const PERSON: &str = "person";

#[rustfmt::skip]
const SUBJECTS: [(&str, &[&str]); 3] = [
    (PERSON, &["Alice", "Bob", "Carol", "Dan", "Erin", "Frank"]),
    ("animal", &[
        "dog", "cat", "rabbit", "mouse", "tiger", "lion", "bear", "squirrel", "cow", "panda", "hedgehog", "elephant",
        "giraffe", "hippo",
    ]),
    ("plant", &["poppy", "dandelion", "tree", "rose", "sunflower"]),
];

/// Attributes, each with the words that imply it; the attribute itself comes first.
const ATTRIBUTES: [&[&str]; 25] = [
    &["young"],
    &["soft"],
    &["sad"],
    &["scary"],
    &["cold", "chill", "cool"],
    &["hot", "warm"],
    &["smart", "clever", "wise", "intelligent"],
    &["clean", "tidy"],
    &["small", "little", "tiny"],
    &["big", "enormous", "giant", "huge"],
    &["good", "kind", "nice"],
    &["beautiful", "pretty"],
    &["red", "crimson"],
    &["blue", "cobalt"],
    &["green", "viridian"],
    &["purple", "violet"],
    &["boring", "dull"],
    &["old", "ancient", "antique"],
    &["strong", "powerful", "muscular"],
    &["weak", "frail", "fragile"],
    &["fast", "quick"],
    &["slow", "sluggish"],
    &["bad", "evil", "wicked", "mean"],
    &["happy", "elated", "glad", "cheerful"],
    &["round", "circular", "spherical"],
];

/// The scenario at one of its difficulties.
pub(super) struct SyntheticReasoningNatural {
    difficulty: &'static str,
}

impl SyntheticReasoningNatural {
    pub(super) fn from_spec(spec: &ObjectSpec) -> Result<Self, ScenarioError> {
        Ok(Self { difficulty: choice_argument(spec, "difficulty", SYNTHETIC_REASONING_NATURAL_DIFFICULTIES)? })
    }
}

impl Scenario for SyntheticReasoningNatural {
    fn info(&self) -> ScenarioInfo {
        ScenarioInfo {
            // Spelled as HELM spells it.
            name: "sythetic_reasoning_natural".into(),
            description: "Language Pattern Matching".into(),
            tags: vec!["reasoning".into(), "language".into(), "pattern_matching".into()],
            definition_path: file!().into(),
        }
    }

    fn instances(&self, _folder: &Path, _data: &dyn DataSource) -> Result<Vec<Instance>, ScenarioError> {
        let mut random = PythonRandom::from_integer(SEED);
        Ok(generated(|| problem(self.difficulty, &mut random)))
    }
}

/// A question and its answer.
fn problem(difficulty: &str, random: &mut PythonRandom) -> (String, String) {
    let &(kind, subjects) = random.choice(&SUBJECTS);
    let subject = *random.choice(subjects);
    let rules = Rule::draw_several(kind, subject, difficulty == EASY, random);
    let (fact, conclusions) = loop {
        let fact = Fact::draw(random);
        let conclusions: Vec<&str> = rules.iter().filter_map(|rule| rule.conclusion(&fact)).collect();
        if !conclusions.is_empty() || random.random() <= WITHOUT_CONCLUSION {
            break (fact, conclusions);
        }
    };
    let rules: String = rules.iter().map(|rule| rule.sentence(kind) + "\n").collect();
    let stated = statement(kind, subject, if difficulty == HARD { &fact.words } else { &fact.attributes });
    let about = with_article("the", kind, subject);
    let question = format!("{rules}Fact:\n{stated}\nThe following can be determined about {about}:");
    (question, statement(kind, subject, &conclusions))
}

/// If some attributes apply, another one does.
struct Rule {
    subject: &'static str,
    conditions: Vec<&'static str>,
    conjunction: &'static str,
    consequent: &'static str,
}

impl Rule {
    /// Rules that share no attribute, on the subject or, unless `only_subject`, on its whole kind.
    fn draw_several(
        kind: &'static str,
        subject: &'static str,
        only_subject: bool,
        random: &mut PythonRandom,
    ) -> Vec<Self> {
        let mut attributes = ATTRIBUTES.map(|words| words[0]);
        random.shuffle(&mut attributes);
        let mut left = attributes.as_slice();
        let mut rules = Vec::new();
        while left.len() > 2 && rules.len() < MAX_RULES {
            let subject = if only_subject { subject } else { *random.choice(&[kind, subject]) };
            let conditions = random.below(2) + 1;
            rules.push(Self {
                subject,
                conditions: left[..conditions].to_vec(),
                conjunction: *random.choice(&["and", "or"]),
                consequent: left[conditions],
            });
            left = &left[conditions + 1..];
        }
        rules
    }

    /// What follows from the fact that it doesn't say itself.
    fn conclusion(&self, fact: &Fact) -> Option<&'static str> {
        let stated = |attribute: &&str| fact.attributes.contains(attribute);
        let applies = match self.conjunction {
            "and" => self.conditions.iter().all(stated),
            _ => self.conditions.iter().any(stated),
        };
        (applies && !stated(&self.consequent)).then_some(self.consequent)
    }

    fn sentence(&self, kind: &str) -> String {
        let conditions = self.conditions.join(&format!(" {} ", self.conjunction));
        let (any, the) = (with_article("a", kind, self.subject), with_article("the", kind, self.subject));
        format!("If {any} is {conditions}, then {the} is {}.", self.consequent)
    }
}

/// Two attributes and a word that implies each.
struct Fact {
    attributes: Vec<&'static str>,
    words: Vec<&'static str>,
}

impl Fact {
    fn draw(random: &mut PythonRandom) -> Self {
        let drawn = random.sample(ATTRIBUTES.len(), 2);
        let words = drawn.iter().map(|&index| *random.choice(ATTRIBUTES[index])).collect();
        Self { attributes: drawn.into_iter().map(|index| ATTRIBUTES[index][0]).collect(), words }
    }
}

/// A sentence that says the attributes of the subject.
fn statement(kind: &str, subject: &str, attributes: &[&str]) -> String {
    if attributes.is_empty() {
        return "Nothing.".into();
    }
    format!("{} is {}.", with_article("The", kind, subject), attributes.join(" and "))
}

/// Persons have no article, not even the word `person`; `a` becomes `an` before a vowel.
fn with_article(article: &str, kind: &str, subject: &str) -> String {
    if kind == PERSON {
        return subject.into();
    }
    let before_vowel = article == "a" && subject.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{article}{} {subject}", if before_vowel { "n" } else { "" })
}
