//! WikiText-103 (Merity et al., 2016, <https://arxiv.org/abs/1609.07843>): articles of Wikipedia, to be predicted.

use super::csv_rows::row_error;
use super::parts::{TEST_SPLIT, instance, read, unpacked};
use super::{Archive, DataSource, Scenario, ScenarioError};
use crate::files::{Instance, ScenarioInfo};
use std::path::Path;

/// HELM's name of the scenario class.
pub const WIKITEXT_103_CLASS: &str = "helm.benchmark.scenarios.wikitext_103_scenario.Wikitext103Scenario";

const ARCHIVE: Archive = Archive {
    scenario: "wikitext_103",
    url: "https://s3.amazonaws.com/research.metamind.io/wikitext/wikitext-103-raw-v1.zip",
};
const TEST_FILE: &str = "wiki.test.raw";
/// The articles of the test set.
const ARTICLES: usize = 60;
const EMPTY_LINE: &str = " \n";

/// The test set, an article an instance.
pub(super) struct Wikitext103;

impl Scenario for Wikitext103 {
    fn info(&self) -> ScenarioInfo {
        ScenarioInfo {
            name: ARCHIVE.scenario.into(),
            description: "The WikiText language modeling dataset containing over 103 million words".into(),
            tags: vec!["language_modeling".into()],
            definition_path: file!().into(),
        }
    }

    fn archive(&self) -> Option<Archive<'static>> {
        Some(ARCHIVE)
    }

    fn instances(&self, folder: &Path, data: &dyn DataSource) -> Result<Vec<Instance>, ScenarioError> {
        let path = unpacked(&ARCHIVE, folder, data)?.join(TEST_FILE);
        let text = read(&path)?.replace("\r\n", "\n").replace('\r', "\n");
        let articles = articles(&text);
        if articles.len() != ARTICLES {
            let problem = format!("the file ends after {} articles of {ARTICLES}", articles.len());
            return Err(row_error(&path, text.lines().count(), &problem));
        }
        Ok(articles.into_iter().map(|article| instance(article, Vec::new(), TEST_SPLIT)).collect())
    }
}

/// The text cut before each title: ` = Title = ` between two lines of a blank each.
fn articles(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut articles = Vec::new();
    let mut article = String::new();
    let mut index = 0;
    while index < lines.len() {
        match lines[index..] {
            [EMPTY_LINE, title, EMPTY_LINE, ..] if is_title(title) => {
                articles.push(std::mem::replace(&mut article, [EMPTY_LINE, title, EMPTY_LINE].concat()));
                index += 3;
            }
            _ => {
                article.push_str(lines[index]);
                index += 1;
            }
        }
    }
    articles.push(article);
    articles.retain(|article| !article.is_empty());
    articles
}

/// Whether a line is the title of an article, not of a part of one: ` = = Part = = `.
fn is_title(line: &str) -> bool {
    let line = line.strip_suffix('\n').unwrap_or(line);
    let inside = |start: &str, end: &str| line.strip_prefix(start).and_then(|rest| rest.strip_suffix(end));
    let is_named = |text: Option<&str>| text.is_some_and(|text| !text.is_empty());
    is_named(inside(" = ", " = ")) && !is_named(inside(" = = ", " = = "))
}
