use super::Number;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum CellValue {
    /// A number.
    Number(Number),
    /// A text.
    Text(String),
}

/// One cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// The value, to sort by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<CellValue>,
    /// The value as shown, where it differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_value: Option<String>,
    /// What is shown on hovering.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Where the cell leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// CSS properties.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub style: Option<Map<String, Value>>,
    /// Whether the value is Markdown.
    #[serde(default)]
    pub markdown: bool,
    /// The runs that the value comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run_spec_names: Option<Vec<String>>,
}

/// The head of a column.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct HeaderCell {
    /// The name of the column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<CellValue>,
    /// The name as shown, where it differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_value: Option<String>,
    /// What is shown on hovering.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Where the cell leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// CSS properties.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub style: Option<Map<String, Value>>,
    /// Whether the name is Markdown.
    #[serde(default)]
    pub markdown: bool,
    /// The runs that the column comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run_spec_names: Option<Vec<String>>,
    /// Whether less is better; unset where values can't be ranked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lower_is_better: Option<bool>,
    /// `metric`, `run_group` and `perturbation` of the column.
    #[serde(default)]
    pub metadata: IndexMap<String, String>,
}

/// A link below a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hyperlink {
    /// What is shown.
    pub text: String,
    /// Where it leads.
    pub href: String,
}

/// A table of `groups.json` and of the files in `groups/`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Heading.
    pub title: String,
    /// Heads of the columns.
    pub header: Vec<HeaderCell>,
    /// The cells, row by row.
    pub rows: Vec<Vec<Cell>>,
    /// Links below the table.
    #[serde(default)]
    pub links: Vec<Hyperlink>,
    /// Name in the names of files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What is shown above the table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}
