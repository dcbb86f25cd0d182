use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// Where a scenario stands among scenarios.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TaxonomyInfo {
    /// Task, such as question answering.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
    /// Subject or genre.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// When it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// Language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// Something with a name: a metric, a perturbation or an adapter field.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// Name in the files.
    pub name: String,
    /// Name as shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Name as shown where there is little room, such as a table's header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short_display_name: Option<String>,
    /// What it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether less is better; unset where values can't be ranked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lower_is_better: Option<bool>,
}

/// Which statistics a column shows. Names may hold `${variables}` of the run group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MetricNameMatcher {
    /// Name of the metric.
    pub name: String,
    /// Split of the instances, or `__all__`.
    pub split: String,
    /// Finer division of the split; all of them when unset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_split: Option<String>,
    /// Name of the perturbation; unperturbed values when unset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub perturbation_name: Option<String>,
}

/// Metrics that are shown together, such as accuracy.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MetricGroup {
    /// Name in the files.
    pub name: String,
    /// Name as shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Name as shown where there is little room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short_display_name: Option<String>,
    /// What the metrics have in common.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Not used for groups of metrics.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lower_is_better: Option<bool>,
    /// The metrics.
    #[serde(default)]
    pub metrics: Vec<MetricNameMatcher>,
    /// Show no win rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hide_win_rates: Option<bool>,
    /// Columns that aggregate the others: `win_rate`, `mean`. Decides alone when set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aggregation_strategies: Option<Vec<String>>,
}

/// How the tables of a run group with subgroups are laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubgroupDisplayMode {
    /// A table for each metric group, a column for each subgroup.
    #[default]
    ByMetric,
    /// Tables for each subgroup, with all its metrics.
    ByGroup,
}

/// Where runs of a run group are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Under every group that they belong to.
    #[default]
    AllGroups,
    /// Under this group only, as ablations are.
    ThisGroupOnly,
    /// Nowhere.
    NoGroups,
}

/// How the runs of a group are shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RunGroup {
    /// Name in the files.
    pub name: String,
    /// Name as shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Name as shown where there is little room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short_display_name: Option<String>,
    /// What the runs have in common.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Not used for groups of runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lower_is_better: Option<bool>,
    /// Metric groups to show.
    pub metric_groups: Vec<String>,
    /// Run groups that this one contains.
    pub subgroups: Vec<String>,
    /// Sub-splits that get a table of their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_splits: Option<Vec<String>>,
    /// How subgroups are laid out.
    pub subgroup_display_mode: SubgroupDisplayMode,
    /// Metric groups of the subgroups that are not shown here.
    pub subgroup_metric_groups_hidden: Vec<String>,
    /// Values of the variables in the metrics' names.
    pub environment: IndexMap<String, String>,
    /// Heading under which the group is listed.
    pub category: String,
    /// Where its runs are shown.
    pub visibility: Visibility,
    /// Where the scenario stands among scenarios.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taxonomy: Option<TaxonomyInfo>,
    /// Not evaluated yet.
    pub todo: bool,
    /// Adapter fields that tell methods, the rows of the tables, apart.
    pub adapter_keys_shown: Vec<String>,
    /// Description for tables.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short_description: Option<String>,
}

impl Default for RunGroup {
    fn default() -> Self {
        Self {
            name: String::new(),
            display_name: None,
            short_display_name: None,
            description: None,
            lower_is_better: None,
            metric_groups: Vec::new(),
            subgroups: Vec::new(),
            sub_splits: None,
            subgroup_display_mode: SubgroupDisplayMode::default(),
            subgroup_metric_groups_hidden: Vec::new(),
            environment: IndexMap::new(),
            category: "Scenarios".into(),
            visibility: Visibility::default(),
            taxonomy: None,
            todo: false,
            adapter_keys_shown: vec!["model_deployment".into(), "model".into()],
            short_description: None,
        }
    }
}

/// A model as the web app knows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SchemaModel {
    /// `<creator organization>/<engine>`.
    pub name: String,
    /// Name as shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Name as shown where there is little room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short_display_name: Option<String>,
    /// What the model is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creator_organization: Option<String>,
    /// `open`, `limited` or `closed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<String>,
    /// Not evaluated yet.
    #[serde(default)]
    pub todo: bool,
    /// `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release_date: Option<String>,
    /// Number of parameters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub num_parameters: Option<i64>,
}

/// What the web app shows, and how: a schema file, and `schema.json` of a summary.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Schema {
    /// The metrics.
    pub metrics: Vec<Field>,
    /// The perturbations.
    pub perturbations: Vec<Field>,
    /// Metrics that are shown together.
    pub metric_groups: Vec<MetricGroup>,
    /// Runs that are shown together.
    pub run_groups: Vec<RunGroup>,
    /// The fields of an adapter spec; in a summary only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adapter: Option<Vec<Field>>,
    /// The models that were run; in a summary only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub models: Option<Vec<SchemaModel>>,
}
