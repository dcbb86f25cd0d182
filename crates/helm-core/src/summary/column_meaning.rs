//! What a column of a written table shows. Tables name their columns for readers; the schema tells which
//! statistic of which run group is behind a name.

use crate::files::{Field, HeaderCell, MetricGroup, MetricNameMatcher, RunGroup, Schema, Table};

/// The statistic behind a column.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnMeaning<'a> {
    /// Whose runs the column shows.
    pub run_group: &'a RunGroup,
    /// The metric, as the schema describes it.
    pub metric: &'a Field,
    /// Which statistics of a run are meant.
    pub matcher: MetricNameMatcher,
}

/// What the column under `header` of `table`, a table of `group`, shows; none for columns that aggregate others,
/// for those of another schema, and for the models' column.
pub fn column_meaning<'a>(
    schema: &'a Schema,
    group: &RunGroup,
    table: &Table,
    header: &HeaderCell,
) -> Option<ColumnMeaning<'a>> {
    let shown = |key: &str| header.metadata.get(key).map(String::as_str);
    let (metric_name, group_name, perturbation) = (shown("metric")?, shown("run_group")?, shown("perturbation"));
    let table_name = table.name.as_deref();
    let groups = schema.run_groups.iter().filter(|candidate| {
        candidate.short_name() == group_name
            && (candidate.name == group.name || group.subgroups.contains(&candidate.name))
    });
    // A table is named after its metric group, or has the metrics of all.
    let (mut named, mut others) = (Vec::new(), Vec::new());
    for run_group in groups {
        for metric_group in metric_groups(schema, run_group) {
            let list = if table_name == Some(&metric_group.name) { &mut named } else { &mut others };
            list.push((run_group, metric_group));
        }
    }
    named.into_iter().chain(others).find_map(|(run_group, metric_group)| {
        metric_group.metrics.iter().find_map(|matcher| {
            let matcher = matcher.substitute(run_group).ok()?;
            let metric = schema.metrics.iter().rev().find(|metric| metric.name == matcher.name)?;
            let perturbation_name = matcher.perturbation_name.as_deref().map(|name| {
                let known = schema.perturbations.iter().rev().find(|known| known.name == name);
                known.map_or(name, Field::short_name)
            });
            let is_shown = metric.short_name() == metric_name && perturbation_name == perturbation;
            is_shown.then_some(ColumnMeaning { run_group, metric, matcher })
        })
    })
}

/// The statistic that a run group is ranked by: the first metric of its first metric group.
pub fn main_metric<'a>(schema: &'a Schema, run_group: &'a RunGroup) -> Option<ColumnMeaning<'a>> {
    metric_groups(schema, run_group).flat_map(|metric_group| &metric_group.metrics).find_map(|matcher| {
        let matcher = matcher.substitute(run_group).ok()?;
        let metric = schema.metrics.iter().rev().find(|metric| metric.name == matcher.name)?;
        Some(ColumnMeaning { run_group, metric, matcher })
    })
}

/// The metric groups that a run group names; where a detailed one stands beside a plain one, both.
fn metric_groups<'a>(schema: &'a Schema, run_group: &'a RunGroup) -> impl Iterator<Item = &'a MetricGroup> {
    run_group.metric_groups.iter().flat_map(|name| {
        let detailed = format!("{name}_detailed");
        let find = |wanted: &str| schema.metric_groups.iter().rev().find(|group| group.name == wanted);
        [find(name), find(&detailed)].into_iter().flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::CellValue;
    use indexmap::IndexMap;

    fn meaning(schema: &Schema, group: &str, table: Option<&str>, metadata: &[(&str, &str)]) -> Option<String> {
        let group = schema.run_groups.iter().find(|candidate| candidate.name == group).expect("the group is there");
        let table = Table { name: table.map(str::to_owned), ..Table::default() };
        let header = HeaderCell {
            value: Some(CellValue::Text("as shown".into())),
            metadata: metadata.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect(),
            ..HeaderCell::default()
        };
        let found = column_meaning(schema, group, &table, &header)?;
        Some(format!("{} {} {}", found.run_group.name, found.matcher.name, found.matcher.split))
    }

    fn schema() -> Schema {
        let field = |name: &str, short: &str| Field {
            name: name.into(),
            short_display_name: Some(short.into()),
            ..Field::default()
        };
        let matcher = |name: &str, split: &str| MetricNameMatcher {
            name: name.into(),
            split: split.into(),
            sub_split: None,
            perturbation_name: None,
        };
        let group = |name: &str, split: &str| RunGroup {
            name: name.into(),
            metric_groups: vec!["accuracy".into(), "efficiency".into()],
            environment: IndexMap::from([("main_split".into(), split.into())]),
            ..RunGroup::default()
        };
        let metric_group = |name: &str, metrics: Vec<MetricNameMatcher>| MetricGroup {
            name: name.into(),
            metrics,
            ..MetricGroup::default()
        };
        Schema {
            metrics: vec![field("exact_match", "EM"), field("inference_runtime", "Time (s)")],
            metric_groups: vec![
                metric_group("accuracy", vec![matcher("exact_match", "${main_split}")]),
                metric_group("efficiency", vec![matcher("inference_runtime", "${main_split}")]),
            ],
            run_groups: vec![
                RunGroup { name: "all".into(), subgroups: vec!["a".into(), "b".into()], ..RunGroup::default() },
                group("a", "test"),
                group("b", "valid"),
                group("c", "test"),
            ],
            ..Schema::default()
        }
    }

    #[test]
    fn names_for_readers_lead_back_to_statistics() {
        let schema = schema();
        let em_of_b = [("metric", "EM"), ("run_group", "b")];
        assert_eq!(meaning(&schema, "all", Some("accuracy"), &em_of_b).as_deref(), Some("b exact_match valid"));
        assert_eq!(meaning(&schema, "b", None, &em_of_b).as_deref(), Some("b exact_match valid"));
        let time = [("metric", "Time (s)"), ("run_group", "a")];
        assert_eq!(meaning(&schema, "all", None, &time).as_deref(), Some("a inference_runtime test"));
    }

    #[test]
    fn other_columns_mean_nothing_here() {
        let schema = schema();
        for metadata in [
            &[][..],
            &[("metric", "F1"), ("run_group", "a")],
            &[("metric", "EM"), ("run_group", "c")],
            &[("metric", "EM"), ("run_group", "a"), ("perturbation", "typos")],
        ] {
            assert_eq!(meaning(&schema, "all", Some("accuracy"), metadata), None, "{metadata:?}");
        }
    }

    #[test]
    fn the_first_metric_ranks() {
        let schema = schema();
        let main = main_metric(&schema, &schema.run_groups[2]).expect("it has metrics");
        assert_eq!((main.matcher.name.as_str(), main.matcher.split.as_str()), ("exact_match", "valid"));
        assert_eq!(main_metric(&schema, &schema.run_groups[0]), None);
    }
}
