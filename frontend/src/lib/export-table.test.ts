import { expect, it } from "vitest";
import { exportTable } from "./export-table";

const table = {
  title: "MMLU\naccuracy",
  header: ["Model", "EM_all", "95 %"],
  rows: [
    ["a|b, \"c\"", 0.25, null],
    ["=HYPERLINK(1)", 0.33333333, "[0, 1]"],
  ],
};

it("writes CSV with full digits, and no formulas", () => {
  expect(exportTable(table, "csv")).toBe(
    'Model,EM_all,95 %\r\n"a|b, ""c""",0.25,\r\n\'=HYPERLINK(1),0.33333333,"[0, 1]"\r\n',
  );
});

it("writes Markdown that stays a table", () => {
  expect(exportTable(table, "markdown")).toBe(
    "| Model | EM\\_all | 95 % |\n| --- | ---: | --- |\n" +
      '| a\\|b, "c" | 0.250 |  |\n| =HYPERLINK(1) | 0.333 | \\[0, 1\\] |\n',
  );
});

it("writes LaTeX with booktabs rules", () => {
  expect(exportTable(table, "latex")).toBe(
    "% MMLU accuracy\n\\begin{tabular}{lrl}\n  \\toprule\n  Model & EM\\_all & 95 \\% \\\\\n  \\midrule\n" +
      '  a|b, "c" & 0.250 &  \\\\\n  =HYPERLINK(1) & 0.333 & [0, 1] \\\\\n  \\bottomrule\n\\end{tabular}\n',
  );
});

it("escapes what LaTeX would take for commands", () => {
  const hostile = { title: "t", header: ["\\input{x}"], rows: [["^~$"]] };
  expect(exportTable(hostile, "latex")).toContain("\\textbackslash{}input\\{x\\} \\\\");
  expect(exportTable(hostile, "latex")).toContain("\\textasciicircum{}\\textasciitilde{}\\$ \\\\");
});
