import type { Row, Table } from "../../api/types";
import type { PlacedColumn } from "../../lib/leaderboard";
import { runsBehindPath } from "../../lib/links";
import { LeaderboardCell } from "./leaderboard-cell";

interface Props {
  group: string;
  table: Table;
  row: Row;
  placed: PlacedColumn;
  format: (value: number) => string;
}

/** The cell of a row in a column, with a link to its runs. */
export function CellOfRow({ group, table, row, placed: { place, column }, format }: Props) {
  const cell = row.cells[place];
  const best = cell?.difference ? table.rows[cell.difference.best_row] : undefined;
  const href = runsBehindPath(cell?.runs ?? [], { model: row.model ?? "", group: column.run_group ?? group });
  return <LeaderboardCell cell={cell} href={href} bestName={best?.name} format={format} />;
}
