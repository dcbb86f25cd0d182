// Tables with one kind of row: sortable by their headers, scrolling sideways inside their own box.
import {
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
} from "@tanstack/react-table";
import { useMemo, useRef, type CSSProperties, type ReactNode } from "react";
import { compareValues, type SortValue } from "../lib/sorting";
import { useSort, type Sort } from "../lib/use-sort";
import { SortButton } from "./sort-button";
import { useVirtualRows } from "./use-virtual-rows";

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
  /** Its place among the columns that stay in view, from 0; -1 or nothing for those that scroll. */
  pin?: number;
}

interface Props<Row extends object> {
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  defaultSort?: Sort;
  /** The rows come in the order that the address asks for. */
  sortedByServer?: boolean;
  className?: string;
  empty?: ReactNode;
}

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

/** The first column heads its row. The order lives in the address as `sort` and `order`. */
export function DataTable<Row extends object>(props: Props<Row>) {
  const { caption, columns, rows, defaultSort, sortedByServer = false, className, empty } = props;
  const { sort, press } = useSort(columns, defaultSort);
  const box = useRef<HTMLDivElement>(null);

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
  const table = useTable({ features, columns: definitions, data: rows, state: { sorting }, manualSorting: sortedByServer });
  const sorted = table.getRowModel().rows;
  const { first, last, before, after, isLong } = useVirtualRows(sorted.length, box);

  return (
    <div
      ref={box}
      className={isLong ? "table-box table-box-long" : "table-box"}
      role="region"
      aria-label={caption}
      tabIndex={0}
    >
      <table className={className} aria-rowcount={isLong ? sorted.length + 1 : undefined}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                className={classes(column)}
                style={pinStyle(column)}
                aria-sort={ariaSort(sort, column.id)}
                title={column.title}
              >
                {column.value ? (
                  <SortButton
                    sort={sort}
                    column={column.id}
                    onPress={() => {
                      press(column.id, column.descendingFirst ?? false);
                    }}
                  >
                    {column.header}
                  </SortButton>
                ) : (
                  column.header
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer height={before} columns={columns.length} />
          {sorted.slice(first, last).map((row, index) => (
            <tr key={row.id} aria-rowindex={isLong ? first + index + 2 : undefined}>
              {columns.map((column, place) =>
                place === 0 ? (
                  <th key={column.id} scope="row" className={classes(column)}>
                    {column.cell(row.original)}
                  </th>
                ) : (
                  <td key={column.id} className={classes(column)} style={pinStyle(column)}>
                    {column.cell(row.original)}
                  </td>
                ),
              )}
            </tr>
          ))}
          <Spacer height={after} columns={columns.length} />
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

/** Stands for the rows that are out of view. */
function Spacer({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden="true">
      <td className="spacer" colSpan={columns} style={{ height }} />
    </tr>
  );
}

function ariaSort(sort: Sort | null, column: string): "ascending" | "descending" | undefined {
  if (sort?.column !== column) return undefined;
  return sort.descending ? "descending" : "ascending";
}

function classes<Row>({ numeric, pin = -1, className = "" }: Column<Row>): string | undefined {
  return [numeric ? "numeric" : "", pin >= 0 ? "pinned" : "", className].filter(Boolean).join(" ") || undefined;
}

/** Styles place a pinned column beside those pinned before it. */
function pinStyle<Row>({ pin = -1 }: Column<Row>): CSSProperties | undefined {
  return pin >= 0 ? ({ "--pin": pin } as CSSProperties) : undefined;
}
