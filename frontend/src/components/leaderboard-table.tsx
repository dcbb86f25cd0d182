import { useMemo } from "react";
import { Link } from "react-router";
import { tableLinkUrl } from "../api/config";
import type { Cell, Table } from "../api/types";
import { columnFormatter } from "../lib/format";
import { groupOfHref } from "../lib/groups";
import { cellText, defaultSort, headerDescription, headerLines, tableKey } from "../lib/leaderboard";
import { leaderboardPath, predictionsPath } from "../lib/links";
import { stripLinks } from "../lib/markdown";
import type { SortValue } from "../lib/sorting";
import { DataTable, type Column } from "./data-table";
import { LinkedText } from "./linked-text";

interface Row {
  index: number;
  cells: Cell[];
}

interface Props {
  group: string;
  table: Table;
  tableIndex: number;
  /** The places of the columns to show. */
  shown: number[];
}

export function LeaderboardTable({ group, table, tableIndex, shown }: Props) {
  const rows = useMemo(() => table.rows.map((cells, index) => ({ index, cells })), [table]);
  const columns = useMemo(
    () =>
      shown.map((place): Column<Row> => {
        const header = table.header[place] ?? {};
        const { main, sub } = headerLines(header);
        const values = table.rows.map((row) => row[place]?.value);
        const format = columnFormatter(values);
        return {
          id: `c${place}`,
          header: sub ? (
            <span>
              {main}
              <span className="header-sub">{sub}</span>
            </span>
          ) : (
            main
          ),
          title: stripLinks(header.description ?? "") || undefined,
          value: (row) => sortValue(row.cells[place]),
          numeric: place > 0 && !values.some((value) => typeof value === "string"),
          descendingFirst: place > 0 && header.lower_is_better !== true,
          cell: (row) => (
            <LeaderboardCell
              cell={row.cells[place] ?? {}}
              format={format}
              runsPath={predictionsPath({
                from: group,
                table: tableKey(table, tableIndex),
                row: row.index,
                column: place,
              })}
            />
          ),
        };
      }),
    [group, table, tableIndex, shown],
  );
  const first = defaultSort(table);
  return (
    <>
      <DataTable
        caption={table.title}
        columns={columns}
        rows={rows}
        className="leaderboard"
        defaultSort={first && { column: `c${first.column}`, descending: first.descending }}
        empty="This table has no rows."
      />
      <ColumnNotes table={table} shown={shown} />
      <TableLinks table={table} />
    </>
  );
}

function sortValue(cell: Cell | undefined): SortValue {
  return cell?.value ?? undefined;
}

interface CellProps {
  cell: Cell;
  format: (value: number) => string;
  runsPath: string;
}

function LeaderboardCell({ cell, format, runsPath }: CellProps) {
  const title = cell.description ? stripLinks(cell.description) : undefined;
  const text = cell.display_value ?? (typeof cell.value === "number" ? format(cell.value) : cellText(cell));
  if (text === "") {
    return (
      <span className="muted" title={title}>
        <span aria-hidden="true">–</span>
        <span className="visually-hidden">{title ?? "no value"}</span>
      </span>
    );
  }
  const best = cell.style?.["font-weight"] === "bold";
  const group = groupOfHref(cell.href);
  let content = cell.markdown ? <LinkedText text={text} /> : <>{text}</>;
  if (group !== null) content = <Link to={leaderboardPath(group)}>{content}</Link>;
  else if (cell.run_spec_names?.length) {
    content = (
      <Link to={runsPath} className="value-link" title={title}>
        {content}
      </Link>
    );
  }
  return best ? (
    <strong className="best" title={title}>
      {content}
    </strong>
  ) : (
    <span title={title}>{content}</span>
  );
}

/** The tooltips of the headers again, for those who cannot hover. */
function ColumnNotes({ table, shown }: { table: Table; shown: number[] }) {
  const notes = new Map<string, { text: string; better: string }>();
  for (const place of shown) {
    const header = table.header[place];
    if (!header) continue;
    const text = headerDescription(header);
    const { main, sub } = headerLines(header);
    const better =
      typeof header.lower_is_better === "boolean" ? (header.lower_is_better ? "Lower" : "Higher") + " is better." : "";
    if (text || better) notes.set(sub ?? main, { text, better });
  }
  if (notes.size === 0) return null;
  return (
    <details className="column-notes">
      <summary>What the columns mean</summary>
      <dl>
        {[...notes].map(([name, { text, better }]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <LinkedText text={text} /> {better && <em>{better}</em>}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function TableLinks({ table }: { table: Table }) {
  const links = (table.links ?? []).flatMap(({ text, href }) => {
    const url = tableLinkUrl(href);
    return url ? [{ text, url }] : [];
  });
  if (links.length === 0) return null;
  return (
    <p className="table-links">
      This table as{" "}
      {links.map(({ text, url }, index) => (
        <span key={url}>
          {index > 0 && " or "}
          <a href={url}>{text}</a>
        </span>
      ))}
    </p>
  );
}
