import { expect, it } from "vitest";
import type { Table } from "../api/types";
import { cellText, defaultSort, filledColumns, findTable, headerDescription, headerLines } from "./leaderboard";

const table: Table = {
  title: "Accuracy",
  name: "accuracy",
  header: [
    { value: "Model" },
    { value: "A - EM", lower_is_better: false, metadata: { metric: "EM", run_group: "A" } },
    { value: "B - time", lower_is_better: true, metadata: { metric: "time", run_group: "B" } },
  ],
  rows: [[{ value: "x" }, { description: "No matching runs" }, { value: 0 }]],
};

it("knows which columns hold values; zero is one", () => {
  expect(filledColumns(table)).toEqual([0, 2]);
});

it("sorts first by what has values and a direction", () => {
  expect(defaultSort(table)).toEqual({ column: 2, descending: false });
  expect(defaultSort({ ...table, rows: [] })).toBeNull();
});

it("prefers the display value", () => {
  expect(cellText({ value: 0.5, display_value: "half" })).toBe("half");
  expect(cellText({ value: null })).toBe("");
  expect(cellText(undefined)).toBe("");
});

it("finds tables by name, or the first", () => {
  const tables = [table, { ...table, name: "bias" }, { ...table, name: null }];
  expect(findTable(tables, "bias")?.index).toBe(1);
  expect(findTable(tables, "2")?.index).toBe(2);
  expect(findTable(tables, "gone")?.index).toBe(0);
  expect(findTable(tables, null)?.index).toBe(0);
  expect(findTable([], null)).toBeNull();
});

it("splits headers that name a scenario and a metric", () => {
  expect(headerLines({ value: "A - EM", metadata: { metric: "EM", run_group: "A" } })).toEqual({ main: "A", sub: "EM" });
  expect(headerLines({ value: "EM", metadata: { metric: "EM", run_group: "A" } })).toEqual({ main: "EM", sub: null });
});

it("drops the group's description from a header's", () => {
  expect(headerDescription({ description: "The group.\n\nEM: exact." })).toBe("EM: exact.");
  expect(headerDescription({})).toBe("");
});
