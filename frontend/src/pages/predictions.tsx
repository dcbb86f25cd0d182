import { useQuery, useSuspenseQueries } from "@tanstack/react-query";
import { Link } from "react-router";
import { groupTablesQuery, runSpecsQuery, schemaQuery } from "../api/queries";
import type { RunSpec } from "../api/types";
import { DataTable, type Column } from "../components/data-table";
import { Pagination } from "../components/pagination";
import { RunNameText } from "../components/run-name-text";
import { SearchField } from "../components/search-field";
import { SelectField } from "../components/select-field";
import { plural } from "../lib/format";
import { groupFamily, isInFamily } from "../lib/groups";
import { cellText, findTable } from "../lib/leaderboard";
import { runPath } from "../lib/links";
import { paginate } from "../lib/paging";
import { parseSearch } from "../lib/search";
import { compareValues } from "../lib/sorting";
import { useUrlState } from "../lib/url-state";

const PAGE_SIZE = 50;

interface Row {
  spec: RunSpec;
  model: string;
  modelName: string;
  groups: string;
  method: string;
}

const COLUMNS: Column<Row>[] = [
  {
    id: "run",
    header: "Run",
    value: (row) => row.spec.name,
    cell: (row) => (
      <Link to={runPath(row.spec.name)}>
        <RunNameText name={row.spec.name} />
      </Link>
    ),
  },
  { id: "model", header: "Model", value: (row) => row.modelName, cell: (row) => row.modelName },
  { id: "group", header: "Scenario group", value: (row) => row.groups, cell: (row) => row.groups },
  { id: "method", header: "Method", value: (row) => row.method, cell: (row) => <code>{row.method}</code> },
];

export function PredictionsPage() {
  const [{ data: runSpecs }, { data: schema }] = useSuspenseQueries({ queries: [runSpecsQuery(), schemaQuery()] });
  const { get, update } = useUrlState();
  const behind = useRunsBehindCell(get("from"), get("table"), Number(get("row")), Number(get("column")));

  const modelNames = new Map((schema.models ?? []).map((model) => [model.name, model.display_name ?? model.name]));
  const groups = new Map((schema.run_groups ?? []).map((group) => [group.name, group]));
  const groupName = (name: string) => groups.get(name)?.display_name ?? name;

  const all = runSpecs.map((spec): Row => {
    const model = spec.adapter_spec?.model ?? "";
    return {
      spec,
      model,
      modelName: modelNames.get(model) ?? model,
      groups: (spec.groups ?? []).map((name) => groups.get(name)?.short_display_name ?? groupName(name)).join(", "),
      method: spec.adapter_spec?.method ?? "",
    };
  });
  const group = get("group");
  const family = groupFamily(schema, group);
  const search = parseSearch(get("q"));
  const rows = all.filter(
    (row) =>
      (!behind?.names || behind.names.has(row.spec.name)) &&
      (get("model") === "" || row.model === get("model")) &&
      (group === "" || isInFamily(row.spec, family)) &&
      search.matches(`${row.spec.name} ${row.model} ${row.modelName} ${row.groups} ${row.method}`),
  );

  // Sorting covers all pages, so it happens before the page is cut.
  const sorted = COLUMNS.find((column) => column.id === get("sort"));
  const value = sorted?.value;
  if (value) {
    const sign = get("order") === "desc" ? -1 : 1;
    rows.sort((a, b) => sign * compareValues(value(a), value(b)));
  }
  const page = paginate(rows, get("page"), PAGE_SIZE);

  const models = unique(all.map((row) => row.model)).map((name) => [name, modelNames.get(name) ?? name] as const);
  const usedGroups = unique([...all.flatMap((row) => row.spec.groups ?? []), group]).map(
    (name) => [name, groupName(name)] as const,
  );

  return (
    <>
      <title>Predictions · helm-rs</title>
      <div className="page-head">
        <h1>Predictions</h1>
        <p className="count" role="status">
          {rows.length === all.length ? plural(all.length, "run") : `${rows.length} of ${plural(all.length, "run")}`}
          {page.pages > 1 && `, ${page.first}–${page.last} shown`}
        </p>
      </div>
      {behind && (
        <p className="notice">
          {behind.names ? (
            <>
              Runs behind <strong>{behind.label}</strong>.
            </>
          ) : (
            "The leaderboard cell of this link no longer exists. All runs are shown."
          )}{" "}
          <Link to="/predictions" className="more">
            Show all runs
          </Link>
        </p>
      )}
      <div className="filters">
        <SearchField
          label="Search runs"
          value={get("q")}
          placeholder="words, or /pattern/"
          onChange={(q) => {
            update({ q, page: null });
          }}
          note={search.invalidPattern ? "This is not a valid pattern; it is searched as words." : undefined}
        />
        <SelectField
          label="Model"
          value={get("model")}
          onChange={(model) => {
            update({ model, page: null });
          }}
        >
          <Options all="All models" options={models} current={get("model")} />
        </SelectField>
        <SelectField
          label="Scenario group"
          value={group}
          onChange={(chosen) => {
            update({ group: chosen, page: null });
          }}
        >
          <Options all="All groups" options={usedGroups} current={group} />
        </SelectField>
      </div>
      <DataTable
        caption="Runs"
        columns={COLUMNS}
        rows={page.items}
        className="runs"
        empty={all.length === 0 ? "This summary has no runs." : "No run matches."}
      />
      <Pagination page={page} label="Pages of runs" />
    </>
  );
}

interface OptionsProps {
  all: string;
  options: (readonly [string, string])[];
  current: string;
}

function Options({ all, options, current }: OptionsProps) {
  return (
    <>
      <option value="">{all}</option>
      {current !== "" && !options.some(([value]) => value === current) && <option value={current}>{current}</option>}
      {options.map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </>
  );
}

function unique(names: string[]): string[] {
  return [...new Set(names)].filter((name) => name !== "").sort();
}

/** The runs that a leaderboard's cell was computed from; null when the address names no cell, or it is not yet known. */
function useRunsBehindCell(group: string, tableName: string, row: number, column: number) {
  const { data: tables, isPending } = useQuery({ ...groupTablesQuery(group), enabled: group !== "" });
  if (group === "" || isPending) return null;
  const table = findTable(tables ?? [], tableName)?.table;
  const cell = table?.rows[row]?.[column];
  if (!table || !cell?.run_spec_names) return { names: null, label: "" };
  return {
    names: new Set(cell.run_spec_names),
    label: `${cellText(table.header[column])} of ${cellText(table.rows[row]?.[0])} in ${table.title}`,
  };
}
