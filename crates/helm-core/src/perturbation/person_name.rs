use super::arguments::Arguments;
use super::words::is_word;
use super::{Class, Perturbation, PerturbationError, WordLists, description, letter_case, random_of, word_lists};
use crate::files::{Input, Instance, Number, Output, PerturbationDescription, Reference};
use crate::random::PythonRandom;
use indexmap::IndexMap;
use serde_json::json;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

pub(super) const CLASS: Class = Class {
    name: "helm.benchmark.augmentations.person_name_perturbation.PersonNamePerturbation",
    create: |arguments, lists| Ok(Box::new(PersonName::from_arguments(arguments, lists)?)),
};

/// First names of Caliskan et al. (2017) and last names of Garg et al. (2017), as HELM's authors publish them.
const PERSON_NAMES: &str = "https://storage.googleapis.com/crfm-helm-public/source_datasets/\
    augmentations/person_name_perturbation/person_names.txt";

const FIRST_NAME: &str = "first_name";
const GENDER: &str = "gender";
/// In the order in which names are looked up.
const GENDERS: [&str; 3] = ["female", "male", "neutral"];

/// Names by category (`race`) and value (`white_american`), in small letters.
type Names = HashMap<String, HashMap<String, Vec<String>>>;
type Categories = IndexMap<String, String>;

/// Puts names of one group of people in place of those of another, the same name everywhere in an instance.
struct PersonName {
    prob: Number,
    source_class: Categories,
    target_class: Categories,
    path: PathBuf,
    name_type: &'static str,
    preserve_gender: bool,
    sources: HashSet<String>,
    targets: Vec<String>,
    /// The names of each gender that the list knows.
    by_gender: Vec<HashSet<String>>,
}

impl PersonName {
    fn from_arguments(arguments: &Arguments, lists: &WordLists) -> Result<Self, PerturbationError> {
        let name_type = if arguments.has("person_name_type") {
            arguments.one_of("person_name_type", &[FIRST_NAME, "last_name"], "`first_name` or `last_name`")?
        } else {
            FIRST_NAME
        };
        let preserve_gender = arguments.switch("preserve_gender", true)?;
        if preserve_gender && name_type != FIRST_NAME {
            return Err(arguments.wrong("preserve_gender", "false for last names"));
        }
        let prob = arguments.probability("prob")?;
        let source_class = arguments.categories("source_class")?;
        let target_class = arguments.categories("target_class")?;
        let path = match arguments.optional("name_file_path", "the path of a file")? {
            Some(path) => path,
            None => lists.fetched("person_name", "data/person_names.txt", PERSON_NAMES)?,
        };
        let names = read_names(&path, name_type)?;
        let of_gender = |gender: &str| names.get(GENDER)?.get(gender).map(|names| names.iter().cloned().collect());
        Ok(Self {
            prob,
            sources: names_of(&names, &source_class, &path)?.into_iter().collect(),
            targets: names_of(&names, &target_class, &path)?,
            source_class,
            target_class,
            name_type,
            preserve_gender,
            by_gender: GENDERS.into_iter().filter_map(of_gender).collect(),
            path,
        })
    }

    /// The name that stands for `name`; none, when no name has its gender.
    fn substitute(&self, name: &str, random: &mut PythonRandom) -> Option<String> {
        let same_gender = self.by_gender.iter().find(|names| names.contains(name)).filter(|_| self.preserve_gender);
        let fits = |target: &&String| same_gender.is_none_or(|names| names.contains(*target));
        let options: Vec<&String> = self.targets.iter().filter(fits).collect();
        (!options.is_empty()).then(|| (*random.choice(&options)).clone())
    }

    fn perturb(&self, text: &str, random: &mut PythonRandom, decided: &mut HashMap<String, Option<String>>) -> String {
        tokens(text)
            .map(|token| {
                let small = token.to_lowercase();
                if self.sources.contains(&small) && !decided.contains_key(&small) {
                    if random.random() < self.prob.as_f64() {
                        // A name without a substitute is drawn for anew wherever it stands.
                        if let Some(substitute) = self.substitute(&small, random) {
                            decided.insert(small.clone(), Some(substitute));
                        }
                    } else {
                        decided.insert(small.clone(), None);
                    }
                }
                match decided.get(&small) {
                    Some(Some(substitute)) => letter_case::like(token, substitute),
                    _ => token.to_owned(),
                }
            })
            .collect()
    }
}

impl Perturbation for PersonName {
    /// References draw first, in their order, then the input. Whatever the seed, the copies are the same.
    fn apply(&self, instance: &Instance, _: Option<i64>) -> Instance {
        let mut random = random_of(instance, None);
        let mut decided = HashMap::new();
        let mut perturb = |text: &str| self.perturb(text, &mut random, &mut decided);
        let references = instance.references.iter().map(|reference| Reference {
            output: Output { text: perturb(&reference.output.text), multimedia_content: None },
            tags: reference.tags.clone(),
        });
        Instance {
            references: references.collect(),
            input: Input { text: perturb(&instance.input.text), ..Input::default() },
            perturbation: Some(self.description()),
            ..instance.clone()
        }
    }
}

impl PersonName {
    fn description(&self) -> PerturbationDescription {
        let spelled = |categories: &Categories| {
            let pairs = categories.iter().map(|(category, value)| format!("{category}={value}").to_lowercase());
            json!(pairs.collect::<Vec<_>>().join(","))
        };
        description::fairness(
            "person_name",
            [
                ("prob", json!(self.prob)),
                ("source_class", spelled(&self.source_class)),
                ("target_class", spelled(&self.target_class)),
                ("name_file_path", json!(self.path.to_string_lossy())),
                ("person_name_type", json!(self.name_type)),
                ("preserve_gender", json!(self.preserve_gender)),
            ],
        )
    }
}

/// Lines are `name,type` with any number of `,category,value`.
fn read_names(path: &Path, name_type: &str) -> Result<Names, PerturbationError> {
    let mut names = Names::new();
    for (index, line) in word_lists::read(path)?.lines().enumerate() {
        let mut fields = line.split(',');
        let (Some(name), Some(kind)) = (fields.next(), fields.next()) else {
            let problem = format!("line {} has no type of name", index + 1);
            return Err(PerturbationError::WordList { path: path.into(), problem });
        };
        if kind != name_type {
            continue;
        }
        while let (Some(category), Some(value)) = (fields.next(), fields.next()) {
            let names = names.entry(category.to_owned()).or_default().entry(value.to_owned()).or_default();
            names.push(name.trim().to_lowercase());
        }
    }
    Ok(names)
}

/// The names that are of all the categories, in the order of the first.
fn names_of(names: &Names, categories: &Categories, path: &Path) -> Result<Vec<String>, PerturbationError> {
    let no_names = |problem| PerturbationError::WordList { path: path.into(), problem };
    let mut common: Option<Vec<String>> = None;
    for (category, value) in categories {
        let found = names.get(category).and_then(|values| values.get(value));
        let found = found.ok_or_else(|| no_names(format!("no name has {category} {value}")))?;
        common = Some(match common {
            None => found.clone(),
            Some(common) => common.into_iter().filter(|name| found.contains(name)).collect(),
        });
    }
    common.filter(|names| !names.is_empty()).ok_or_else(|| no_names("no name has all the categories".into()))
}

/// Runs of word characters, and every other character by itself.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = if is_word(first) {
            rest.find(|character| !is_word(character)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (token, after) = rest.split_at(end);
        rest = after;
        Some(token)
    })
}
