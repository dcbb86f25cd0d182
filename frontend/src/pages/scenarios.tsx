import { useSuspenseQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { Link, useParams } from "react-router";
import { groupsMetadataQuery, groupsQuery, runSpecsQuery, schemaQuery } from "../api/queries";
import type { RunGroup, Taxonomy } from "../api/types";
import { DataTable, type Column } from "../components/data-table";
import { Details } from "../components/details";
import { LinkedText } from "../components/linked-text";
import { Problem } from "../components/problems";
import { SearchField } from "../components/search-field";
import { humanize, plural } from "../lib/format";
import { countRuns, leaderboardGroups } from "../lib/groups";
import { leaderboardPath, predictionsPath, scenarioPath } from "../lib/links";
import { parseSearch } from "../lib/search";
import { useUrlState } from "../lib/url-state";

interface Row {
  group: RunGroup;
  name: string;
  description: string;
  taxonomy: Taxonomy | null;
  runs: number;
  leaderboard: boolean;
}

function useScenarioRows(): Row[] {
  const [{ data: schema }, { data: metadata }, { data: tables }, { data: runSpecs }] = useSuspenseQueries({
    queries: [schemaQuery(), groupsMetadataQuery(), groupsQuery(), runSpecsQuery()],
  });
  return useMemo(() => {
    const counts = countRuns(schema, runSpecs);
    const listed = leaderboardGroups(tables, schema, runSpecs).flatMap((category) => category.groups);
    const withLeaderboard = new Set(listed.map((choice) => choice.group));
    return (schema.run_groups ?? []).map((group) => ({
      group,
      name: metadata[group.name]?.display_name ?? group.display_name ?? group.name,
      description: metadata[group.name]?.description ?? group.description ?? "",
      taxonomy: metadata[group.name]?.taxonomy ?? group.taxonomy ?? null,
      runs: counts.get(group.name) ?? 0,
      leaderboard: withLeaderboard.has(group.name),
    }));
  }, [schema, metadata, tables, runSpecs]);
}

const COLUMNS: Column<Row>[] = [
  {
    id: "scenario",
    header: "Scenario group",
    value: (row) => row.name,
    cell: (row) => (
      <>
        <Link to={scenarioPath(row.group.name)}>{row.name}</Link>
        <code className="sub-line">{row.group.name}</code>
      </>
    ),
  },
  {
    id: "description",
    header: "Description",
    className: "prose",
    cell: (row) => <LinkedText text={row.description} />,
  },
  { id: "task", header: "Task", value: (row) => row.taxonomy?.task ?? undefined, cell: (row) => row.taxonomy?.task },
  { id: "what", header: "What", value: (row) => row.taxonomy?.what ?? undefined, cell: (row) => row.taxonomy?.what },
  {
    id: "language",
    header: "Language",
    value: (row) => row.taxonomy?.language ?? undefined,
    cell: (row) => row.taxonomy?.language,
  },
  {
    id: "runs",
    header: "Runs",
    numeric: true,
    descendingFirst: true,
    value: (row) => row.runs,
    cell: (row) =>
      row.runs > 0 ? (
        <Link to={predictionsPath({ group: row.group.name })} aria-label={`${plural(row.runs, "run")} of ${row.name}`}>
          {row.runs}
        </Link>
      ) : (
        <span className="muted">0</span>
      ),
  },
  {
    id: "leaderboard",
    header: "Leaderboard",
    cell: (row) =>
      row.leaderboard && (
        <Link to={leaderboardPath(row.group.name)} aria-label={`Leaderboard of ${row.name}`}>
          Open
        </Link>
      ),
  },
];

export function ScenariosPage() {
  const all = useScenarioRows();
  const { get, update } = useUrlState();
  const anyRuns = all.some((row) => row.runs > 0);
  const onlyRun = anyRuns && get("all") === "";
  const search = parseSearch(get("q"));
  const rows = all.filter(
    (row) =>
      (!onlyRun || row.runs > 0) &&
      search.matches(`${row.name} ${row.group.name} ${row.description} ${Object.values(row.taxonomy ?? {}).join(" ")}`),
  );
  return (
    <>
      <title>Scenarios · helm-rs</title>
      <div className="page-head">
        <h1>Scenarios</h1>
        <p className="count" role="status">
          {rows.length} of {plural(all.length, "group")}
        </p>
      </div>
      <div className="filters">
        <SearchField
          label="Search scenarios"
          value={get("q")}
          placeholder="words, or /pattern/"
          onChange={(q) => {
            update({ q });
          }}
          note={search.invalidPattern ? "This is not a valid pattern; it is searched as words." : undefined}
        />
        {anyRuns && (
          <label className="check">
            <input
              type="checkbox"
              checked={!onlyRun}
              onChange={(event) => {
                update({ all: event.target.checked ? "1" : null });
              }}
            />
            Include groups without runs
          </label>
        )}
      </div>
      <DataTable caption="Scenario groups" columns={COLUMNS} rows={rows} empty="No scenario group matches." />
    </>
  );
}

export function ScenarioPage() {
  const { group = "" } = useParams();
  const all = useScenarioRows();
  const row = all.find((candidate) => candidate.group.name === group);
  if (!row) {
    return (
      <Problem title="Unknown scenario group">
        <p>
          The schema of this summary has no group named <code>{group}</code>.
        </p>
        <p>
          <Link to="/scenarios">All scenarios</Link>
        </p>
      </Problem>
    );
  }
  const { taxonomy } = row;
  const { category, subgroups, metric_groups: metricGroups, environment } = row.group;
  return (
    <article>
      <title>{`${row.name} · Scenarios · helm-rs`}</title>
      <p className="crumbs">
        <Link to="/scenarios">Scenarios</Link>
      </p>
      <h1>{row.name}</h1>
      <p className="sub-line group-id">
        <code>{row.group.name}</code>
      </p>
      <p className="lead">
        <LinkedText text={row.description} />
      </p>
      <p className="actions">
        {row.runs > 0 ? (
          <Link to={predictionsPath({ group: row.group.name })}>{plural(row.runs, "run")}</Link>
        ) : (
          <span className="muted">No runs</span>
        )}
        {row.leaderboard && <Link to={leaderboardPath(row.group.name)}>Leaderboard</Link>}
      </p>
      <h2>Facts</h2>
      <Details
        items={[
          ["Task", taxonomy?.task],
          ["What", taxonomy?.what],
          ["Who", taxonomy?.who],
          ["When", taxonomy?.when],
          ["Language", taxonomy?.language],
          ["Category", category],
          ["Main metric", environment?.main_name && <code>{environment.main_name}</code>],
          ["Main split", environment?.main_split && <code>{environment.main_split}</code>],
          ["Metric groups", metricGroups?.map(humanize).join(", ")],
        ]}
      />
      {subgroups && subgroups.length > 0 && (
        <>
          <h2>Groups inside</h2>
          <ul className="columns-list">
            {subgroups.map((name) => {
              const inner = all.find((candidate) => candidate.group.name === name);
              return (
                <li key={name}>
                  {inner ? <Link to={scenarioPath(name)}>{inner.name}</Link> : <code>{name}</code>}{" "}
                  {inner && inner.runs > 0 && <span className="muted">{plural(inner.runs, "run")}</span>}
                </li>
              );
            })}
          </ul>
        </>
      )}
    </article>
  );
}
