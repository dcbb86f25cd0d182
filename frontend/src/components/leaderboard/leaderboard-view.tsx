import type { Leaderboard, Table } from "../../api/types";
import { filterRows, measures, placedColumns } from "../../lib/leaderboard";
import { leaderboardExport } from "../../lib/leaderboard-export";
import { plural } from "../../lib/format";
import { useUrlState } from "../../lib/url-state";
import { ExportMenu } from "../export-menu";
import { ModelToolbar } from "../model-toolbar";
import { BarsView } from "./bars-view";
import { ColumnMenu } from "./column-menu";
import { ColumnNotes } from "./column-notes";
import { LeaderboardTable } from "./leaderboard-table";
import { ScatterView } from "./scatter-view";
import { TransposedTable } from "./transposed-table";

const VIEWS = [
  { value: "table", label: "Table" },
  { value: "transposed", label: "Transposed" },
  { value: "bars", label: "Bars" },
  { value: "scatter", label: "Scatter" },
];

interface Props {
  leaderboard: Leaderboard;
  table: Table;
}

/** One table of a group in the chosen view, and what can be done with it. */
export function LeaderboardView({ leaderboard, table }: Props) {
  const { get, getAll } = useUrlState();
  const group = leaderboard.group.name;
  const view = get("view");
  const [hidden, pinned] = [getAll("hide"), getAll("pin")];
  const all = placedColumns(table);
  const place = (id: string) => (pinned.includes(id) ? pinned.indexOf(id) : pinned.length);
  const columns = all.filter(({ id }) => !hidden.includes(id)).toSorted((a, b) => place(a.id) - place(b.id));
  const rows = filterRows(table.rows, get("q"), getAll("org"));
  const drawable = measures(leaderboard);
  const initial = drawable.find((measure) => measure.table === table) ?? drawable[0];
  const isTable = view === "" || view === "table" || view === "transposed";
  return (
    <>
      <ModelToolbar
        views={VIEWS}
        searchLabel="Search models"
        organizations={table.rows.map(({ organization }) => organization)}
      >
        <div className="toolbar-end">
          {rows.length < table.rows.length && (
            <p className="count" role="status">
              {rows.length} of {plural(table.rows.length, "row")}
            </p>
          )}
          {isTable && <ColumnMenu table={table} columns={all} hidden={hidden} pinned={pinned} />}
          <ExportMenu
            table={() => leaderboardExport(table, rows, columns)}
            fileName={`${group}-${table.name || table.title}`}
          />
        </div>
      </ModelToolbar>
      {view === "bars" && initial && <BarsView group={group} measures={drawable} initial={initial} />}
      {view === "scatter" && initial && <ScatterView group={group} measures={drawable} initial={initial} />}
      {view === "transposed" && <TransposedTable group={group} table={table} rows={rows} columns={columns} />}
      {(view === "" || view === "table") && (
        <LeaderboardTable group={group} table={table} rows={rows} columns={columns} pinned={pinned} />
      )}
      {!isTable && initial === undefined && <p className="empty">This group has no numbers to draw.</p>}
      <ColumnNotes table={table} columns={columns} />
    </>
  );
}
