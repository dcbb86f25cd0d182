import type { Cell, HeaderCell, Table } from "../api/types";

export function cellText(cell: Cell | HeaderCell | undefined): string {
  return cell?.display_value ?? (cell?.value === null || cell?.value === undefined ? "" : String(cell.value));
}

/** The name a table has in addresses: its own, or its place. */
export function tableKey(table: Table, index: number): string {
  return table.name ?? String(index);
}

export function findTable(tables: Table[], key: string | null): { table: Table; index: number } | null {
  const found = key === null ? 0 : tables.findIndex((table, index) => tableKey(table, index) === key);
  const index = found < 0 ? 0 : found;
  const table = tables[index];
  return table ? { table, index } : null;
}

/** Which columns hold anything; the first one, with the models, always counts. */
export function filledColumns(table: Table): number[] {
  return table.header
    .map((_cell, index) => index)
    .filter((index) => index === 0 || table.rows.some((row) => cellText(row[index]) !== ""));
}

/** The column a leaderboard is sorted by at first: the first that knows which direction is better. */
export function defaultSort(table: Table): { column: number; descending: boolean } | null {
  for (const column of filledColumns(table)) {
    const lower = table.header[column]?.lower_is_better;
    if (typeof lower === "boolean") return { column, descending: !lower };
  }
  return null;
}

/** A header as one or two lines: scenario and metric, when the table mixes scenarios. */
export function headerLines(cell: HeaderCell): { main: string; sub: string | null } {
  const { metric, run_group: group } = cell.metadata ?? {};
  const text = cellText(cell);
  if (metric && group && text === `${group} - ${metric}`) return { main: group, sub: metric };
  return { main: text, sub: null };
}

/** A header's own description, without the group's description that precedes it. */
export function headerDescription(cell: HeaderCell): string {
  return (cell.description ?? "").split("\n\n").at(-1)?.trim() ?? "";
}
