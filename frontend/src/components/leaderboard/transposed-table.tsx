import type { Row, Table } from "../../api/types";
import { cellFormatter, defaultSort, headerLines, mixesGroups, sortRows, type PlacedColumn } from "../../lib/leaderboard";
import { useSort } from "../../lib/use-sort";
import { SortButton } from "../sort-button";
import { CellOfRow } from "./cell-of-row";
import { RowName } from "./row-name";

interface Props {
  group: string;
  table: Table;
  rows: Row[];
  columns: PlacedColumn[];
}

/** Metrics down, models across; pressing a metric sorts the models by it. */
export function TransposedTable({ group, table, rows, columns }: Props) {
  const sortable = columns.map(({ id }) => ({ id, value: id }));
  const { sort, press } = useSort(sortable, defaultSort(columns));
  const models = sortRows(rows, columns, sort);
  const mixed = mixesGroups(table);
  return (
    <div className="table-box" role="region" aria-label={table.title} tabIndex={0}>
      <table className="leaderboard">
        <caption className="visually-hidden">{table.title}, transposed</caption>
        <thead>
          <tr>
            <th scope="col">Metric</th>
            {models.map((row) => (
              <th key={row.name} scope="col" className="numeric">
                <RowName row={row} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {columns.map((placed) => {
            const { id, place, column } = placed;
            const { main, sub } = headerLines(column, mixed);
            const format = cellFormatter(table, place);
            return (
              <tr key={id}>
                <th scope="row" title={column.description ?? undefined}>
                  <SortButton
                    sort={sort}
                    column={id}
                    onPress={() => {
                      press(id, column.lower_is_better !== true);
                    }}
                  >
                    <span>
                      {main}
                      {sub !== null && <span className="header-sub">{sub}</span>}
                    </span>
                  </SortButton>
                </th>
                {models.map((row) => (
                  <td key={row.name} className="numeric">
                    <CellOfRow group={group} table={table} row={row} placed={placed} format={format} />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
