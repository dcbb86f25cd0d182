import type { Cell, Column, Leaderboard, Row, Table } from "../api/types";
import { columnFormatter } from "./format";
import { modelFilter } from "./model-filter";
import { compareValues } from "./sorting";
import type { Sort } from "./use-sort";

/** A column with a name for addresses, and its place in the cells of a row. */
export interface PlacedColumn {
  id: string;
  place: number;
  column: Column;
}

/** The columns of a table that hold anything. Names that come twice are told apart by a number. */
export function placedColumns(table: Table): PlacedColumn[] {
  const seen = new Map<string, number>();
  return table.columns.flatMap((column, place) => {
    const times = (seen.get(column.name) ?? 0) + 1;
    seen.set(column.name, times);
    const filled = table.rows.some((row) => cellValue(row, place) !== undefined);
    return filled ? [{ id: times === 1 ? column.name : `${column.name} (${times})`, place, column }] : [];
  });
}

/** The column a leaderboard is sorted by at first: the first that knows which direction is better. */
export function defaultSort(columns: PlacedColumn[]): Sort | null {
  const first = columns.find(({ column }) => column.lower_is_better !== null);
  return first ? { column: first.id, descending: first.column.lower_is_better === false } : null;
}

/** Rows in the order of a column; rows without a value come last. */
export function sortRows(rows: Row[], columns: PlacedColumn[], sort: Sort | null): Row[] {
  const by = columns.find(({ id }) => id === sort?.column);
  if (!sort || !by) return rows;
  const direction = sort.descending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [left, right] = [cellValue(a, by.place), cellValue(b, by.place)];
    if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
    return direction * compareValues(left, right);
  });
}

export function cellValue(row: Row, place: number): number | string | undefined {
  const cell = row.cells[place];
  const value = cell?.value ?? cell?.text;
  return value === null || value === "" ? undefined : value;
}

/** Formats the numbers of a column alike, as its intervals if it has some. */
export function cellFormatter(table: Table, place: number): (value: number) => string {
  return columnFormatter(
    table.rows.flatMap(({ cells }) => [cells[place]?.value, cells[place]?.interval?.low, cells[place]?.interval?.high]),
  );
}

/** Rows whose model matches the search, of the chosen organisations (all, where none is chosen). */
export function filterRows(rows: Row[], search: string, organizations: readonly string[]): Row[] {
  const isWanted = modelFilter(search, organizations);
  return rows.filter((row) => isWanted(row.organization, row.name, row.model, row.model_display_name));
}

/** What heads a column: the scenario above the metric where the table mixes scenarios ("Anatomy - EM"). */
export function headerLines(column: Column, mixesGroups: boolean): { main: string; sub: string | null } {
  const prefix = `${column.run_group_display_name ?? ""} - `;
  if (!mixesGroups || !column.name.startsWith(prefix)) return { main: column.name, sub: null };
  return { main: prefix.slice(0, -" - ".length), sub: column.name.slice(prefix.length) };
}

export function mixesGroups(table: Table): boolean {
  return new Set(table.columns.flatMap((column) => column.run_group ?? [])).size > 1;
}

/** A measure of a leaderboard, of whichever table, to draw models by. */
export interface Measure {
  /** Its name in addresses. */
  id: string;
  label: string;
  table: Table;
  place: number;
  column: Column;
}

/** All measures with numbers, each once. */
export function measures({ tables }: Leaderboard): Measure[] {
  const found = new Map<string, Measure>();
  for (const table of tables) {
    const mixed = mixesGroups(table);
    for (const { id, place, column } of placedColumns(table)) {
      if (!table.rows.some((row) => typeof row.cells[place]?.value === "number")) continue;
      const { main, sub } = headerLines(column, mixed);
      const key = `${table.title}: ${id}`;
      found.set(key, { id: key, label: sub === null ? main : `${main}, ${sub}`, table, place, column });
    }
  }
  return [...found.values()];
}

export interface JoinedRow {
  row: Row;
  x: Cell;
  y: Cell;
}

/** Rows that have both measures, which may stand in two tables: they meet by name. */
export function joinMeasures(x: Measure, y: Measure): JoinedRow[] {
  const others = new Map(y.table.rows.map((row) => [row.name, row.cells[y.place]]));
  return x.table.rows.flatMap((row) => {
    const [ofX, ofY] = [row.cells[x.place], others.get(row.name)];
    return ofX && ofY && ofX.value !== null && ofY.value !== null ? [{ row, x: ofX, y: ofY }] : [];
  });
}
