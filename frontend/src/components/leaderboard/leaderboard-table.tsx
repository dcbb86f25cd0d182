import { useMemo } from "react";
import type { Row, Table } from "../../api/types";
import { cellFormatter, cellValue, defaultSort, headerLines, mixesGroups, type PlacedColumn } from "../../lib/leaderboard";
import { DataTable, type Column } from "../data-table";
import { CellOfRow } from "./cell-of-row";
import { RowName } from "./row-name";

interface Props {
  group: string;
  table: Table;
  rows: Row[];
  columns: PlacedColumn[];
  pinned: readonly string[];
}

/** Models down, metrics across. */
export function LeaderboardTable({ group, table, rows, columns, pinned }: Props) {
  const shown = useMemo(() => {
    const mixed = mixesGroups(table);
    const name: Column<Row> = {
      id: "model",
      header: "Model",
      value: (row) => row.name,
      cell: (row) => <RowName row={row} />,
    };
    return [name, ...columns.map((placed) => metricColumn(group, table, placed, mixed, pinned))];
  }, [group, table, columns, pinned]);
  const first = defaultSort(columns);
  return (
    <DataTable
      caption={table.title}
      columns={shown}
      rows={rows}
      className="leaderboard"
      defaultSort={first ?? undefined}
      empty={table.rows.length === 0 ? "This table has no rows." : "No model matches."}
    />
  );
}

function metricColumn(
  group: string,
  table: Table,
  placed: PlacedColumn,
  mixed: boolean,
  pinned: readonly string[],
): Column<Row> {
  const { id, place, column } = placed;
  const { main, sub } = headerLines(column, mixed);
  const values = table.rows.map((row) => row.cells[place]?.value);
  const format = cellFormatter(table, place);
  return {
    id,
    header: (
      <span>
        {main}
        {sub !== null && <span className="header-sub">{sub}</span>}
      </span>
    ),
    title: column.description ?? undefined,
    value: (row) => cellValue(row, place),
    numeric: values.some((value) => typeof value === "number"),
    descendingFirst: column.lower_is_better !== true,
    pin: pinned.indexOf(id),
    cell: (row) => <CellOfRow group={group} table={table} row={row} placed={placed} format={format} />,
  };
}
