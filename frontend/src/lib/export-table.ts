// A table as text to paste elsewhere. Cells are text or numbers; numbers keep all their digits in CSV.

export interface ExportedTable {
  title: string;
  header: string[];
  rows: (string | number | null)[][];
}

export const FORMATS = ["csv", "latex", "markdown"] as const;
export type Format = (typeof FORMATS)[number];

export const FORMAT_NAMES: Record<Format, { name: string; extension: string; type: string }> = {
  csv: { name: "CSV", extension: "csv", type: "text/csv" },
  latex: { name: "LaTeX", extension: "tex", type: "application/x-tex" },
  markdown: { name: "Markdown", extension: "md", type: "text/markdown" },
};

export function exportTable(table: ExportedTable, format: Format): string {
  if (format === "csv") return toCsv(table);
  return format === "latex" ? toLatex(table) : toMarkdown(table);
}

/** RFC 4180, with a mark before texts that spreadsheets would take for formulas. */
function toCsv({ header, rows }: ExportedTable): string {
  return [header, ...rows].map((row) => row.map(csvCell).join(",") + "\r\n").join("");
}

function csvCell(value: string | number | null): string {
  if (typeof value === "number") return String(value);
  const text = value ?? "";
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function toMarkdown({ header, rows }: ExportedTable): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |\n`;
  const numeric = header.map((_name, column) => isNumeric(rows, column));
  return (
    line(header.map(markdownCell)) +
    line(numeric.map((right) => (right ? "---:" : "---"))) +
    rows.map((row) => line(row.map((value) => markdownCell(shown(value))))).join("")
  );
}

function markdownCell(text: string): string {
  return text.replace(/[\\`*_[\]<>|]/g, "\\$&").replace(/\s*\n\s*/g, " ");
}

function toLatex({ title, header, rows }: ExportedTable): string {
  const columns = header.map((_name, column) => (isNumeric(rows, column) ? "r" : "l")).join("");
  const line = (cells: string[]) => `  ${cells.map(latexCell).join(" & ")} \\\\\n`;
  return (
    `% ${title.replace(/\s+/g, " ")}\n\\begin{tabular}{${columns}}\n  \\toprule\n${line(header)}  \\midrule\n` +
    rows.map((row) => line(row.map(shown))).join("") +
    "  \\bottomrule\n\\end{tabular}\n"
  );
}

const LATEX: Partial<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
};

function latexCell(text: string): string {
  return text.replace(/[\\~^]|[&%$#_{}]/g, (char) => LATEX[char] ?? `\\${char}`).replace(/\s*\n\s*/g, " ");
}

function isNumeric(rows: ExportedTable["rows"], column: number): boolean {
  const values = rows.map((row) => row[column]).filter((value) => value !== null && value !== undefined);
  return values.length > 0 && values.every((value) => typeof value === "number");
}

/** Numbers to three decimals, as the page shows them. */
function shown(value: string | number | null): string {
  if (typeof value !== "number") return value ?? "";
  return Number.isInteger(value) ? String(value) : value.toFixed(3);
}
