import type { Row, Table } from "../api/types";
import type { ExportedTable } from "./export-table";
import { cellValue, headerLines, mixesGroups, type PlacedColumn } from "./leaderboard";

/** A leaderboard to paste elsewhere: each value is followed by the ends of its interval, where any row has one. */
export function leaderboardExport(table: Table, rows: Row[], columns: PlacedColumn[]): ExportedTable {
  const mixed = mixesGroups(table);
  const header = ["Model"];
  const withInterval = new Set<number>();
  for (const { place, column } of columns) {
    const { main, sub } = headerLines(column, mixed);
    const name = sub === null ? main : `${main} - ${sub}`;
    header.push(name);
    if (!rows.some((row) => row.cells[place]?.interval)) continue;
    withInterval.add(place);
    header.push(`${name}, 95 % low`, `${name}, 95 % high`);
  }
  return {
    title: table.title,
    header,
    rows: rows.map((row) => [
      row.name,
      ...columns.flatMap(({ place }) => {
        const cell = row.cells[place];
        const value = cellValue(row, place) ?? null;
        return withInterval.has(place) ? [value, cell?.interval?.low ?? null, cell?.interval?.high ?? null] : [value];
      }),
    ]),
  };
}
