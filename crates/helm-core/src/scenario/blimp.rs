//! `BLiMP` (Warstadt et al., 2020, <https://aclanthology.org/2020.tacl-1.25/>): pairs of sentences that differ in
//! little, one of them grammatical.

use super::csv_rows::row_error;
use super::parts::{TEST_SPLIT, instance, read, reference, unpacked};
use super::{Archive, DataSource, Scenario, ScenarioError, choice_argument};
use crate::files::{Instance, ObjectSpec, ScenarioInfo};
use crate::json;
use serde::Deserialize;
use std::path::Path;

/// HELM's name of the scenario class.
pub const BLIMP_CLASS: &str = "helm.benchmark.scenarios.blimp_scenario.BLiMPScenario";

const ARCHIVE: Archive =
    Archive { scenario: "blimp", url: "https://github.com/alexwarstadt/blimp/blob/master/BLiMP.zip?raw=true" };

/// The phenomena, each with HELM's order of the files about it.
#[rustfmt::skip]
const PARADIGMS: [(&str, &[&str]); 12] = [
    ("island_effects", &[
        "left_branch_island_simple_question", "sentential_subject_island", "wh_island",
        "coordinate_structure_constraint_object_extraction", "coordinate_structure_constraint_complex_left_branch",
        "adjunct_island", "complex_NP_island", "left_branch_island_echo_question",
    ]),
    ("anaphor_agreement", &["anaphor_gender_agreement", "anaphor_number_agreement"]),
    ("argument_structure", &[
        "animate_subject_passive", "animate_subject_trans", "transitive", "passive_1", "intransitive", "passive_2",
        "causative", "drop_argument", "inchoative",
    ]),
    ("determiner_noun_agreement", &[
        "determiner_noun_agreement_with_adj_irregular_2", "determiner_noun_agreement_1",
        "determiner_noun_agreement_with_adj_irregular_1", "determiner_noun_agreement_irregular_1",
        "determiner_noun_agreement_irregular_2", "determiner_noun_agreement_with_adjective_1",
        "determiner_noun_agreement_2", "determiner_noun_agreement_with_adj_2",
    ]),
    ("subject_verb_agreement", &[
        "distractor_agreement_relative_clause", "irregular_plural_subject_verb_agreement_2",
        "irregular_plural_subject_verb_agreement_1", "regular_plural_subject_verb_agreement_1",
        "distractor_agreement_relational_noun", "regular_plural_subject_verb_agreement_2",
    ]),
    ("ellipsis", &["ellipsis_n_bar_1", "ellipsis_n_bar_2"]),
    ("control_raising", &[
        "expletive_it_object_raising", "tough_vs_raising_1", "existential_there_subject_raising",
        "tough_vs_raising_2", "existential_there_object_raising",
    ]),
    ("quantifiers", &[
        "existential_there_quantifiers_1", "superlative_quantifiers_1", "superlative_quantifiers_2",
        "existential_there_quantifiers_2",
    ]),
    ("irregular_forms", &["irregular_past_participle_verbs", "irregular_past_participle_adjectives"]),
    ("npi_licensing", &[
        "sentential_negation_npi_licensor_present", "matrix_question_npi_licensor_present",
        "sentential_negation_npi_scope", "only_npi_licensor_present", "only_npi_scope", "npi_present_2",
        "npi_present_1",
    ]),
    ("binding", &[
        "principle_A_domain_2", "principle_A_domain_3", "principle_A_case_1", "principle_A_case_2",
        "principle_A_reconstruction", "principle_A_c_command", "principle_A_domain_1",
    ]),
    ("filler_gap_dependency", &[
        "wh_vs_that_with_gap", "wh_vs_that_no_gap", "wh_questions_object_gap", "wh_vs_that_no_gap_long_distance",
        "wh_questions_subject_gap", "wh_questions_subject_gap_long_distance", "wh_vs_that_with_gap_long_distance",
    ]),
];

/// The phenomena that there are pairs about.
pub const BLIMP_PHENOMENA: &[&str] = &{
    let mut names = [""; PARADIGMS.len()];
    let mut index = 0;
    while index < names.len() {
        names[index] = PARADIGMS[index].0;
        index += 1;
    }
    names
};

/// The pairs about one phenomenon.
pub(super) struct Blimp {
    paradigms: &'static [&'static str],
}

/// A line of a file.
#[derive(Deserialize)]
struct Pair {
    sentence_good: String,
    sentence_bad: String,
}

impl Blimp {
    pub(super) fn from_spec(spec: &ObjectSpec) -> Result<Self, ScenarioError> {
        let phenomenon = choice_argument(spec, "phenomenon", BLIMP_PHENOMENA)?;
        let paradigms = PARADIGMS.iter().find(|(name, _)| *name == phenomenon).map(|(_, paradigms)| *paradigms);
        Ok(Self { paradigms: paradigms.expect("the choices are the names in the table") })
    }
}

impl Scenario for Blimp {
    fn info(&self) -> ScenarioInfo {
        ScenarioInfo {
            name: ARCHIVE.scenario.into(),
            description: "The Benchmark of Linguistic Minimal Pairs for English".into(),
            tags: vec!["linguistic_knowledge".into(), "language_modeling".into(), "minimal_pairs".into()],
            definition_path: file!().into(),
        }
    }

    fn archive(&self) -> Option<Archive<'static>> {
        Some(ARCHIVE)
    }

    fn instances(&self, folder: &Path, data: &dyn DataSource) -> Result<Vec<Instance>, ScenarioError> {
        let folder = unpacked(&ARCHIVE, folder, data)?.join("data");
        let mut instances = Vec::new();
        for paradigm in self.paradigms {
            let path = folder.join(format!("{paradigm}.jsonl"));
            for (index, line) in read(&path)?.lines().enumerate() {
                let pair: Pair = json::parse(line.as_bytes())
                    .map_err(|error| row_error(&path, index + 1, &json::problem(&error)))?;
                let references = vec![reference(pair.sentence_good, true), reference(pair.sentence_bad, false)];
                instances.push(instance("", references, TEST_SPLIT));
            }
        }
        Ok(instances)
    }
}
