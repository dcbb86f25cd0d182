//! `TwitterAAE` (Blodgett et al., 2016, <https://aclanthology.org/D16-1120/>): tweets in African-American and
//! in white-aligned English, to compare how well a model predicts the one and the other.

use super::csv_rows;
use super::parts::{TEST_SPLIT, fetched_file, instance, read};
use super::{DataSource, Scenario, ScenarioError, choice_argument};
use crate::files::{Instance, ObjectSpec, ScenarioInfo};
use std::path::Path;

/// HELM's name of the scenario class.
pub const TWITTER_AAE_CLASS: &str = "helm.benchmark.scenarios.twitter_aae_scenario.TwitterAAEScenario";

/// Whose tweets there are.
pub const TWITTER_AAE_DEMOGRAPHICS: &[&str] = &["aa", "white"];

const NAME: &str = "twitter_aae";
const FOLDER_URL: &str = "https://worksheets.codalab.org/rest/bundles/0x31485f8c37ad481fb9f4e9bf7ccff6e5/contents/blob";

/// The tweets of one demographic, 50,000 drawn by HELM's authors.
pub(super) struct TwitterAae {
    demographic: &'static str,
}

impl TwitterAae {
    pub(super) fn from_spec(spec: &ObjectSpec) -> Result<Self, ScenarioError> {
        Ok(Self { demographic: choice_argument(spec, "demographic", TWITTER_AAE_DEMOGRAPHICS)? })
    }
}

impl Scenario for TwitterAae {
    fn info(&self) -> ScenarioInfo {
        ScenarioInfo {
            name: NAME.into(),
            description: "Twitter African-American English".into(),
            tags: vec!["bias".into(), "language_modeling".into()],
            definition_path: file!().into(),
        }
    }

    fn instances(&self, folder: &Path, data: &dyn DataSource) -> Result<Vec<Instance>, ScenarioError> {
        let file = format!("{}_tweets.csv", self.demographic);
        let path = fetched_file(NAME, &format!("{FOLDER_URL}/{file}"), folder.join(&file), data)?;
        let rows = csv_rows::rows(&path, &read(&path)?)?;
        // A tweet a row, in the first cell.
        let tweets = rows.into_iter().filter_map(|row| row.cells.into_iter().next());
        Ok(tweets.map(|tweet| instance(tweet, Vec::new(), TEST_SPLIT)).collect())
    }
}
