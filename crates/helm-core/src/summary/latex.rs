//! Tables in LaTeX.

use crate::files::{Cell, CellValue, Number, Table};
use crate::json::python_float;

/// The table, without columns that hold nothing. Zero is a number like any other and is printed.
pub(super) fn latex(table: &Table, name: &str) -> String {
    let shown: Vec<usize> =
        (0..table.header.len()).filter(|column| table.rows.iter().any(|row| row[*column].value.is_some())).collect();
    let line = |cells: Vec<String>| cells.join(" & ") + " \\\\";
    let head = |column: &usize| table.header[*column].value.as_ref().map_or_else(|| "None".into(), value_text);
    let mut lines = vec![
        "\\begin{table*}[htp]".to_owned(),
        "\\resizebox{\\textwidth}{!}{".to_owned(),
        format!("\\begin{{tabular}}{{l{}}}", "r".repeat(shown.len().saturating_sub(1))),
        "\\toprule".to_owned(),
        line(shown.iter().map(head).collect()),
        "\\midrule".to_owned(),
    ];
    lines.extend(table.rows.iter().map(|row| line(shown.iter().map(|column| cell_text(&row[*column])).collect())));
    lines.extend([
        "\\bottomrule".to_owned(),
        "\\end{tabular}}".to_owned(),
        format!("\\caption{{Results for {name}}}"),
        format!("\\label{{fig:{name}}}"),
        "\\end{table*}".to_owned(),
    ]);
    lines.join("\n").replace('%', "\\%")
}

fn cell_text(cell: &Cell) -> String {
    let shown = cell.display_value.clone().filter(|text| !text.is_empty());
    shown.or_else(|| cell.value.as_ref().map(value_text)).unwrap_or_default()
}

fn value_text(value: &CellValue) -> String {
    match value {
        CellValue::Text(text) => text.clone(),
        CellValue::Number(Number::Int(value)) => value.to_string(),
        CellValue::Number(Number::Float(value)) => python_float(*value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::HeaderCell;

    #[test]
    fn zero_is_printed_and_empty_columns_are_not() {
        let text = |text: &str| Some(CellValue::Text(text.into()));
        let number = |value: f64| Some(CellValue::Number(Number::Float(value)));
        let head = |name: &str| HeaderCell { value: text(name), ..HeaderCell::default() };
        let cell = |value| Cell { value, ..Cell::default() };
        let table = Table {
            header: ["Model", "EM", "empty", "@10%"].map(head).to_vec(),
            rows: vec![
                vec![cell(text("a")), cell(number(0.0)), cell(None), cell(number(0.25))],
                vec![cell(text("b")), cell(number(1.0)), cell(None), cell(None)],
            ],
            ..Table::default()
        };
        let expected = "\\begin{table*}[htp]
\\resizebox{\\textwidth}{!}{
\\begin{tabular}{lrr}
\\toprule
Model & EM & @10\\% \\\\
\\midrule
a & 0.0 & 0.25 \\\\
b & 1.0 &  \\\\
\\bottomrule
\\end{tabular}}
\\caption{Results for t (g)}
\\label{fig:t (g)}
\\end{table*}";
        assert_eq!(latex(&table, "t (g)"), expected);
    }
}
