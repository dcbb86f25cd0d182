import { expect, it } from "vitest";
import type { Cell, Column, Leaderboard, Row, Table } from "../api/types";
import { exportTable } from "./export-table";
import { defaultSort, filterRows, headerLines, joinMeasures, measures, placedColumns, sortRows } from "./leaderboard";
import { leaderboardExport } from "./leaderboard-export";

function column(name: string, lower: boolean | null = false, group: string | null = null): Column {
  return {
    name,
    kind: "metric",
    metric: name,
    metric_display_name: name,
    run_group: group,
    run_group_display_name: group?.toUpperCase() ?? null,
    run_group_path: null,
    split: null,
    perturbation: null,
    description: null,
    lower_is_better: lower,
  };
}

function cell(value: number | null, interval: [number, number] | null = null): Cell {
  return {
    value,
    text: null,
    description: null,
    runs: [],
    n: null,
    interval: interval && { low: interval[0], high: interval[1], level: 0.95, method: "wilson" },
    standing: null,
    difference: null,
  };
}

function row(name: string, organization: string, ...cells: Cell[]): Row {
  return { name, model: name, model_display_name: name, model_path: null, organization, runs: [],
  failed_requests: 0, cells };
}

function table(title: string, columns: Column[], rows: Row[]): Table {
  return { name: title, title, kind: "metric_group", columns, rows };
}

const accuracy = table(
  "Accuracy",
  [column("empty"), column("EM"), column("EM"), column("time", true)],
  [
    row("alpha", "X", cell(null), cell(0.5, [0.4, 0.6]), cell(1), cell(3)),
    row("beta", "Y", cell(null), cell(0.7, [0.6, 0.8]), cell(null), cell(1)),
  ],
);

it("leaves out empty columns and tells equal names apart", () => {
  expect(placedColumns(accuracy).map(({ id, place }) => [id, place])).toEqual([
    ["EM", 1],
    ["EM (2)", 2],
    ["time", 3],
  ]);
});

it("sorts at first by the first column with a direction, and rows without a value last", () => {
  const columns = placedColumns(accuracy);
  expect(defaultSort(columns)).toEqual({ column: "EM", descending: true });
  const names = (id: string, descending: boolean) =>
    sortRows(accuracy.rows, columns, { column: id, descending }).map(({ name }) => name);
  expect(names("EM", true)).toEqual(["beta", "alpha"]);
  expect(names("EM (2)", true)).toEqual(["alpha", "beta"]);
  expect(names("EM (2)", false)).toEqual(["alpha", "beta"]);
});

it("filters by model and organisation", () => {
  expect(filterRows(accuracy.rows, "ALPH", []).map(({ name }) => name)).toEqual(["alpha"]);
  expect(filterRows(accuracy.rows, "", ["Y"]).map(({ name }) => name)).toEqual(["beta"]);
  expect(filterRows(accuracy.rows, "alpha", ["Y"])).toEqual([]);
});

it("heads columns by scenario where scenarios are mixed", () => {
  expect(headerLines(column("MMLU - EM (Robustness)", false, "mmlu"), true)).toEqual({
    main: "MMLU",
    sub: "EM (Robustness)",
  });
  expect(headerLines(column("EM", false, "mmlu"), true)).toEqual({ main: "EM", sub: null });
  expect(headerLines({ ...column("Mean win rate"), kind: "win_rate", metric_display_name: null }, true)).toEqual({
    main: "Mean win rate",
    sub: null,
  });
});

it("joins measures of two tables by row", () => {
  const speed = table("Efficiency", [column("seconds", true)], [row("beta", "Y", cell(2)), row("gamma", "Z", cell(9))]);
  const all = measures({ tables: [accuracy, speed] } as Leaderboard);
  expect(all.map(({ id }) => id)).toEqual(["Accuracy: EM", "Accuracy: EM (2)", "Accuracy: time", "Efficiency: seconds"]);
  const [em, , , seconds] = all;
  if (!em || !seconds) throw new Error("measures are missing");
  expect(joinMeasures(em, seconds).map(({ row: { name }, x, y }) => [name, x.value, y.value])).toEqual([["beta", 0.7, 2]]);
});

it("exports values with the ends of their intervals", () => {
  const columns = placedColumns(accuracy).filter(({ id }) => id !== "EM (2)");
  expect(exportTable(leaderboardExport(accuracy, accuracy.rows, columns), "csv")).toBe(
    'Model,EM,"EM, 95 % low","EM, 95 % high",time\r\nalpha,0.5,0.4,0.6,3\r\nbeta,0.7,0.6,0.8,1\r\n',
  );
});
