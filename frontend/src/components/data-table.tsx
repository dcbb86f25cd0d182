// Every table of the app: sortable by its headers, scrolls sideways inside its own box.
import {
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
} from "@tanstack/react-table";
import { useMemo, type ReactNode } from "react";
import { compareValues, type SortValue } from "../lib/sorting";
import { useUrlState } from "../lib/url-state";

export interface Column<Row> {
  id: string;
  header: ReactNode;
  title?: string | undefined;
  /** What the column sorts by; undefined comes last in both directions. Without it, the column does not sort. */
  value?: (row: Row) => SortValue;
  cell: (row: Row) => ReactNode;
  numeric?: boolean;
  /** The direction of the first press. */
  descendingFirst?: boolean;
  className?: string;
}

export interface Sort {
  column: string;
  descending: boolean;
}

interface Props<Row extends object> {
  caption: ReactNode;
  /** Show the caption; otherwise only screen readers meet it. */
  captionShown?: boolean;
  columns: Column<Row>[];
  rows: Row[];
  defaultSort?: Sort | null;
  className?: string;
  empty?: ReactNode;
}

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

const NO_SORT: Sort | null = null;

/** The first column heads its row. The order lives in the address as `sort` and `order`. */
export function DataTable<Row extends object>(props: Props<Row>) {
  const { caption, captionShown, columns, rows, defaultSort = NO_SORT, className, empty } = props;
  const url = useUrlState();
  const sort = readSort(url.get("sort"), url.get("order"), columns) ?? defaultSort;
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);

  const definitions = useMemo(
    () =>
      columns.map(
        (column): ColumnDef<typeof features, Row> => ({
          id: column.id,
          accessorFn: (row) => column.value?.(row),
          enableSorting: column.value !== undefined,
          sortUndefined: "last",
          sortFn: (a, b, id) => compareValues(a.getValue<SortValue>(id), b.getValue<SortValue>(id)),
        }),
      ),
    [columns],
  );
  const sortColumn = sort?.column;
  const sortDescending = sort?.descending ?? false;
  const sorting = useMemo(
    () => (sortColumn === undefined ? [] : [{ id: sortColumn, desc: sortDescending }]),
    [sortColumn, sortDescending],
  );
  const table = useTable({ features, columns: definitions, data: rows, state: { sorting } });

  const press = (column: Column<Row>) => {
    const descending = sort?.column === column.id ? !sort.descending : (column.descendingFirst ?? false);
    url.update({ sort: column.id, order: descending ? "desc" : "asc", page: null });
  };

  const captionText = <caption className={captionShown ? undefined : "visually-hidden"}>{caption}</caption>;
  return (
    <div className="table-box" role="region" aria-label={typeof caption === "string" ? caption : "Table"} tabIndex={0}>
      <table className={className}>
        {captionText}
        <thead>
          <tr>
            {columns.map((column) => {
              const sorted = sort?.column === column.id;
              const direction = sort?.descending ? "descending" : "ascending";
              return (
                <th
                  key={column.id}
                  scope="col"
                  className={classes(column)}
                  aria-sort={sorted ? direction : undefined}
                  title={column.title}
                >
                  {column.value ? (
                    <button
                      type="button"
                      className="sort-button"
                      onClick={() => {
                        press(column);
                      }}
                    >
                      {column.header}
                      {sorted && (
                        <span aria-hidden="true" className="sort-mark">
                          {sort.descending ? "▼" : "▲"}
                        </span>
                      )}
                    </button>
                  ) : (
                    column.header
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row) => (
            <tr key={row.id}>
              {row.getAllCells().map((cell, index) => {
                const column = byId.get(cell.column.id);
                if (!column) return null;
                return index === 0 ? (
                  <th key={cell.id} scope="row" className={classes(column)}>
                    {column.cell(row.original)}
                  </th>
                ) : (
                  <td key={cell.id} className={classes(column)}>
                    {column.cell(row.original)}
                  </td>
                );
              })}
            </tr>
          ))}
          {rows.length === 0 && (
            <tr>
              <td colSpan={columns.length} className="empty">
                {empty ?? "Nothing to show."}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

function classes<Row>(column: Column<Row>): string | undefined {
  return [column.numeric ? "numeric" : "", column.className ?? ""].join(" ").trim() || undefined;
}

function readSort<Row>(id: string, order: string, columns: Column<Row>[]): Sort | null {
  if (!columns.some((column) => column.id === id && column.value)) return null;
  return { column: id, descending: order === "desc" };
}
