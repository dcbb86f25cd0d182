//! Aggregates over the columns of a table (win rates, means), and which values are best.

use super::error::SummaryError;
use crate::files::{Cell, CellValue, HeaderCell, MetricGroup, Number, RunGroup, Table};
use serde_json::Map;

const WIN_RATE: &str = "win_rate";
const MEAN: &str = "mean";

/// The aggregation strategies that a metric group can name.
pub(super) const STRATEGIES: [&str; 2] = [WIN_RATE, MEAN];

/// What a metric group's tables aggregate.
pub(super) fn strategies(group: &MetricGroup) -> Vec<String> {
    match &group.aggregation_strategies {
        Some(strategies) => strategies.clone(),
        None if group.hide_win_rates == Some(true) => Vec::new(),
        None => vec![WIN_RATE.into()],
    }
}

/// Puts the aggregates after the models' column. All of them are about the columns that were there before.
pub(super) fn insert_aggregates(
    table: &mut Table,
    strategies: &[String],
    run_group: &RunGroup,
    metric_group: &str,
) -> Result<(), SummaryError> {
    let mut aggregates = Vec::new();
    for strategy in strategies {
        aggregates.push(match strategy.as_str() {
            WIN_RATE => (
                head("Mean win rate", "How many models this model outperforms on average (over columns).", Some(false)),
                win_rates(table),
            ),
            MEAN => {
                check_directions(table, run_group, metric_group)?;
                (head("Mean score", "The mean of the scores from all columns.", None), means(table))
            }
            other => {
                return Err(SummaryError::UnknownStrategy {
                    metric_group: metric_group.into(),
                    strategy: other.into(),
                });
            }
        });
    }
    for (index, (head, values)) in aggregates.into_iter().enumerate() {
        table.header.insert(index + 1, head);
        for (row, value) in table.rows.iter_mut().zip(values) {
            let value = value.map(|value| CellValue::Number(Number::Float(value)));
            row.insert(index + 1, Cell { value, ..Cell::default() });
        }
    }
    Ok(())
}

fn head(name: &str, description: &str, lower_is_better: Option<bool>) -> HeaderCell {
    HeaderCell {
        value: Some(CellValue::Text(name.into())),
        description: Some(description.into()),
        lower_is_better,
        ..HeaderCell::default()
    }
}

fn number(cell: &Cell) -> Option<f64> {
    match &cell.value {
        Some(CellValue::Number(number)) => Some(number.as_f64()),
        _ => None,
    }
}

/// For each row the chance, averaged over the columns, that a random other row is worse; a tie counts half.
/// Columns without a direction or with fewer than two values don't count.
#[expect(clippy::float_cmp, reason = "a tie is the same value")]
fn win_rates(table: &Table) -> Vec<Option<f64>> {
    let mut rates: Vec<Vec<f64>> = vec![Vec::new(); table.rows.len()];
    for (index, header) in table.header.iter().enumerate() {
        let Some(lower_is_better) = header.lower_is_better else { continue };
        let values: Vec<f64> = table.rows.iter().filter_map(|row| number(&row[index])).collect();
        if values.len() < 2 {
            continue;
        }
        for (row, rates) in table.rows.iter().zip(&mut rates) {
            let Some(value) = number(&row[index]) else { continue };
            let worse = values.iter().filter(|other| if lower_is_better { **other > value } else { **other < value });
            let ties = values.iter().filter(|other| **other == value).count() as f64;
            let wins = worse.count() as f64 + (ties - 1.0) / 2.0;
            rates.push(wins / (values.len() - 1) as f64);
        }
    }
    rates.iter().map(|rates| exact_mean(rates)).collect()
}

/// The mean as Python's `statistics.mean` has it: summed without rounding, rounded once.
/// The values are 0 or between 2^-40 and 1.
fn exact_mean(values: &[f64]) -> Option<f64> {
    const SCALE: f64 = (1_u128 << 96) as f64;
    if values.is_empty() {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most 2^96, and whole: 53 bits below 2^-40 end at 2^-93"
    )]
    let sum: u128 = values.iter().map(|value| (value * SCALE) as u128).sum();
    let count = values.len() as u128;
    // The lowest bit says whether anything is left: it decides ties, and nothing else, when rounding to 53 bits.
    let quotient = (sum / count) | u128::from(!sum.is_multiple_of(count));
    Some(quotient as f64 / SCALE)
}

/// The mean of each row's values.
fn means(table: &Table) -> Vec<Option<f64>> {
    let mean = |row: &Vec<Cell>| {
        let values: Vec<f64> = row.iter().skip(1).filter_map(number).collect();
        (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
    };
    table.rows.iter().map(mean).collect()
}

fn check_directions(table: &Table, run_group: &RunGroup, metric_group: &str) -> Result<(), SummaryError> {
    let mut columns = table.header.iter().skip(1);
    let Some(first) = columns.next() else { return Ok(()) };
    let Some(other) = columns.find(|column| column.lower_is_better != first.lower_is_better) else { return Ok(()) };
    let (better, worse) = if first.lower_is_better == Some(false) { (first, other) } else { (other, first) };
    let name = |column: &HeaderCell| match &column.value {
        Some(CellValue::Text(name)) => name.clone(),
        _ => String::new(),
    };
    Err(SummaryError::MeanOfOppositeColumns {
        run_group: run_group.name.clone(),
        metric_group: metric_group.into(),
        columns: (name(better), name(worse)),
    })
}

/// Sets the best values of each column that has a direction in bold.
pub(super) fn mark_best(table: &mut Table) {
    for (index, header) in table.header.iter().enumerate() {
        let Some(lower_is_better) = header.lower_is_better else { continue };
        let values = table.rows.iter().filter_map(|row| number(&row[index]));
        let best = if lower_is_better { values.reduce(f64::min) } else { values.reduce(f64::max) };
        for row in &mut table.rows {
            if best.is_some() && number(&row[index]) == best {
                row[index].style.get_or_insert_with(Map::new).insert("font-weight".into(), "bold".into());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(columns: &[(Option<bool>, &[Option<f64>])]) -> Table {
        let text = |text: &str| Some(CellValue::Text(text.into()));
        let cell = |value: Option<f64>| Cell {
            value: value.map(|value| CellValue::Number(Number::Float(value))),
            ..Cell::default()
        };
        let models = HeaderCell { value: text("Model"), ..HeaderCell::default() };
        let heads = columns.iter().enumerate().map(|(index, (lower_is_better, _))| HeaderCell {
            value: text(&format!("column {index}")),
            lower_is_better: *lower_is_better,
            ..HeaderCell::default()
        });
        let rows = (0..columns[0].1.len()).map(|row| {
            let model = Cell { value: text("m"), ..Cell::default() };
            [model].into_iter().chain(columns.iter().map(|(_, values)| cell(values[row]))).collect()
        });
        Table { header: [models].into_iter().chain(heads).collect(), rows: rows.collect(), ..Table::default() }
    }

    #[test]
    fn win_rates_count_ties_half_and_skip_columns_without_order() {
        // Column 0: 0.1 loses to both, the ties share a win: 0, 0.75, 0.75. Column 1, less is better: 1, 0.
        let table = table(&[
            (Some(false), &[Some(0.1), Some(0.4), Some(0.4), None]),
            (Some(true), &[Some(1.0), None, Some(2.0), None]),
            (None, &[Some(1.0), Some(2.0), Some(3.0), Some(4.0)]),
            (Some(false), &[None, Some(1.0), None, None]),
        ]);
        assert_eq!(win_rates(&table), [Some(0.5), Some(0.75), Some(0.375), None]);
    }

    #[test]
    fn the_mean_is_rounded_once() {
        // `statistics.mean` of CPython 3.11; adding up and dividing gives 0.6333333333333333 and 0.3333333333333333.
        assert_eq!(exact_mean(&[0.1, 0.2, 0.3]), Some(0.2));
        assert_eq!(exact_mean(&[1.0 / 3.0; 6]), Some(1.0 / 3.0));
        assert_eq!(exact_mean(&[0.0, 1.0, 0.9]), Some(0.633_333_333_333_333_3));
        assert_eq!(exact_mean(&[]), None);
    }

    #[test]
    fn means_need_one_direction() {
        let mut table = table(&[(Some(false), &[Some(1.0)]), (Some(true), &[Some(0.0)])]);
        let error = insert_aggregates(&mut table, &[MEAN.into()], &RunGroup::default(), "accuracy");
        assert!(matches!(error, Err(SummaryError::MeanOfOppositeColumns { .. })));
    }

    #[test]
    fn aggregates_come_after_the_models_in_the_order_asked_for() {
        let mut table = table(&[(Some(false), &[Some(1.0), Some(0.5)]), (Some(false), &[Some(0.0), None])]);
        let strategies = [WIN_RATE.to_owned(), MEAN.to_owned()];
        insert_aggregates(&mut table, &strategies, &RunGroup::default(), "accuracy").expect("one direction");
        let numbers: Vec<Vec<Option<f64>>> =
            table.rows.iter().map(|row| row.iter().skip(1).map(number).collect()).collect();
        assert_eq!(numbers, [[Some(1.0), Some(0.5), Some(1.0), Some(0.0)], [Some(0.0), Some(0.5), Some(0.5), None]]);
        mark_best(&mut table);
        let bold: Vec<Vec<bool>> =
            table.rows.iter().map(|row| row.iter().map(|cell| cell.style.is_some()).collect()).collect();
        assert_eq!(bold, [[false, true, false, true, true], [false, false, false, false, false]]);
    }
}
