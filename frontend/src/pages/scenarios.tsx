import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { scenariosQuery } from "../api/queries";
import type { ScenarioRow } from "../api/types";
import { DataTable, type Column } from "../components/data-table";
import { Empty } from "../components/empty";
import { LinkedText } from "../components/linked-text";
import { ProblemList } from "../components/problem-list";
import { SearchField } from "../components/search-field";
import { plural } from "../lib/format";
import { leaderboardPath, predictionsPath, scenarioPath } from "../lib/links";
import { parseSearch } from "../lib/search";
import { useUrlState } from "../lib/url-state";

const COLUMNS: Column<ScenarioRow>[] = [
  {
    id: "scenario",
    header: "Scenario",
    value: (row) => row.display_name,
    cell: (row) => (
      <>
        <Link to={scenarioPath(row.name)}>{row.display_name}</Link>
        <code className="sub-line">{row.name}</code>
      </>
    ),
  },
  {
    id: "description",
    header: "Description",
    className: "prose",
    cell: (row) => <LinkedText text={row.description} />,
  },
  { id: "task", header: "Task", value: (row) => row.taxonomy?.task, cell: (row) => row.taxonomy?.task },
  { id: "what", header: "What", value: (row) => row.taxonomy?.what, cell: (row) => row.taxonomy?.what },
  { id: "language", header: "Language", value: (row) => row.taxonomy?.language, cell: (row) => row.taxonomy?.language },
  {
    id: "variants",
    header: "Variants",
    title: "Different arguments, such as subjects",
    numeric: true,
    descendingFirst: true,
    value: (row) => row.variants,
    cell: (row) => row.variants,
  },
  {
    id: "models",
    header: "Models",
    numeric: true,
    descendingFirst: true,
    value: (row) => row.model_count,
    cell: (row) =>
      row.leaderboard_path === null ? (
        row.model_count
      ) : (
        <Link to={leaderboardPath(row.name)} aria-label={`${plural(row.model_count, "model")}: leaderboard of ${row.display_name}`}>
          {row.model_count}
        </Link>
      ),
  },
  {
    id: "runs",
    header: "Runs",
    numeric: true,
    descendingFirst: true,
    value: (row) => row.run_count,
    cell: (row) => (
      <Link
        to={predictionsPath({ group: row.name })}
        aria-label={`${plural(row.run_count, "run")} of ${row.display_name}`}
      >
        {row.run_count.toLocaleString("en")}
      </Link>
    ),
  },
];

export function ScenariosPage() {
  const { scenarios: all, problems } = useSuspenseQuery(scenariosQuery()).data;
  const { get, update } = useUrlState();
  const { matches } = parseSearch(get("q"));
  const rows = all.filter((row) =>
    matches(`${row.name} ${row.display_name} ${row.description ?? ""} ${Object.values(row.taxonomy ?? {}).join(" ")}`),
  );
  return (
    <>
      <title>Scenarios · helm-rs</title>
      <div className="page-head">
        <h1>Scenarios</h1>
        <p className="count" role="status">
          {rows.length === all.length ? plural(all.length, "scenario") : `${rows.length} of ${plural(all.length, "scenario")}`}
        </p>
      </div>
      <ProblemList problems={problems} />
      {all.length === 0 ? (
        <Empty title="No scenarios yet">
          <p>A scenario appears here as soon as a run of it has started.</p>
        </Empty>
      ) : (
        <>
          <div className="toolbar">
            <SearchField
              label="Search scenarios"
              value={get("q")}
              placeholder="words, or /pattern/"
              onChange={(q) => {
                update({ q });
              }}
            />
          </div>
          <DataTable caption="Scenarios" columns={COLUMNS} rows={rows} empty="No scenario matches." />
        </>
      )}
    </>
  );
}
