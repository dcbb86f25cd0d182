//! The columns of a table: which statistic each shows, and its head.

use super::context::Context;
use super::error::SummaryError;
use crate::files::{CellValue, Field, HeaderCell, MetricNameMatcher, RunGroup};
use indexmap::IndexMap;
use std::collections::HashSet;

pub(super) struct Column<'a> {
    pub(super) header: HeaderCell,
    pub(super) matcher: MetricNameMatcher,
    /// The group whose runs the column shows.
    pub(super) group: &'a RunGroup,
}

/// The columns that the metric groups of run groups ask for. Metrics that the schema doesn't define have none.
pub(super) fn columns<'a>(
    context: &Context<'a>,
    groups: &[(&'a RunGroup, &str)],
    sub_split: Option<&str>,
) -> Result<Vec<Column<'a>>, SummaryError> {
    let several_groups = groups.iter().map(|(group, _)| &group.name).collect::<HashSet<_>>().len() > 1;
    let mut columns = Vec::new();
    for (group, metric_group) in groups {
        // A detailed metric group is shown where the plain one is.
        let plain = metric_group.replace("_detailed", "");
        if !group.metric_groups.contains(&plain) {
            continue;
        }
        for metric in &context.metric_group(metric_group, group)?.metrics {
            let mut matcher = metric.substitute(group).map_err(|source| SummaryError::UnknownVariable {
                run_group: group.name.clone(),
                metric_group: (*metric_group).into(),
                source,
            })?;
            matcher.sub_split = sub_split.map(str::to_owned);
            let Some(field) = context.metric(&matcher.name) else { continue };
            let perturbation =
                matcher.perturbation_name.as_ref().map(|name| context.perturbation(name, metric_group)).transpose()?;
            let header = header(group, field, perturbation, several_groups);
            columns.push(Column { header, matcher, group });
        }
    }
    Ok(columns)
}

fn header(group: &RunGroup, metric: &Field, perturbation: Option<&Field>, several_groups: bool) -> HeaderCell {
    let mut name = metric.short_name().to_owned();
    let about_group = [&group.short_description, &group.description]
        .into_iter()
        .flatten()
        .find(|text| !text.is_empty())
        .map_or_else(String::new, |text| format!("{text}\n\n"));
    let mut description =
        format!("{about_group}{}: {}", metric.long_name(), metric.description.as_deref().unwrap_or_default());
    let mut metadata = IndexMap::from([
        ("metric".to_owned(), metric.short_name().to_owned()),
        ("run_group".to_owned(), group.short_name().to_owned()),
    ]);
    if let Some(perturbation) = perturbation {
        name = format!("{name} ({})", perturbation.short_name());
        let meaning = perturbation.description.as_deref().filter(|text| !text.is_empty()).unwrap_or("???");
        description = format!("{description}\n- Perturbation {}: {meaning}", perturbation.long_name());
        metadata.insert("perturbation".into(), perturbation.short_name().into());
    }
    if several_groups {
        name = format!("{} - {name}", group.short_name());
    }
    HeaderCell {
        value: Some(CellValue::Text(name)),
        description: Some(description),
        lower_is_better: metric.lower_is_better,
        metadata,
        ..HeaderCell::default()
    }
}
