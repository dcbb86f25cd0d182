import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { DataFileError } from "../api/fetch-json";
import { runQueries } from "../api/queries";
import type { Schema, Stat } from "../api/types";
import { formatNumber, plural } from "../lib/format";
import { parseSearch } from "../lib/search";
import { useUrlState } from "../lib/url-state";
import { DataTable, type Column } from "./data-table";
import { Loading } from "./loading";
import { FileFault } from "./problems";
import { SearchField } from "./search-field";

const number = (value: number | null | undefined) =>
  typeof value === "number" ? (
    <span title={String(value)}>{formatNumber(value)}</span>
  ) : (
    <span className="muted">–</span>
  );

const split = ({ name }: Stat) => [name.split, name.sub_split].filter(Boolean).join("/");

const perturbation = ({ name }: Stat) =>
  name.perturbation ? `${name.perturbation.name} (${name.perturbation.computed_on ?? "perturbed"})` : "";

function columnsFor(schema: Schema | undefined): Column<Stat>[] {
  const metrics = new Map(schema?.metrics?.map((metric) => [metric.name, metric]));
  const numeric = (id: "count" | "mean" | "min" | "max", header: string): Column<Stat> => ({
    id,
    header,
    numeric: true,
    descendingFirst: true,
    value: (stat) => stat[id] ?? undefined,
    cell: (stat) => number(stat[id]),
  });
  return [
    {
      id: "name",
      header: "Name",
      value: (stat) => stat.name.name,
      cell: (stat) => {
        const metric = metrics.get(stat.name.name);
        return (
          <>
            <code>{stat.name.name}</code>
            {metric?.display_name && (
              <span className="muted" title={metric.description ?? undefined}>
                {" "}
                {metric.display_name}
              </span>
            )}
          </>
        );
      },
    },
    { id: "split", header: "Split", value: (stat) => split(stat) || undefined, cell: split },
    {
      id: "perturbation",
      header: "Perturbation",
      value: (stat) => perturbation(stat) || undefined,
      cell: (stat) => perturbation(stat) || <span className="muted">–</span>,
    },
    numeric("count", "Count"),
    numeric("mean", "Mean"),
    numeric("min", "Min"),
    numeric("max", "Max"),
  ];
}

interface Props {
  suite: string;
  runName: string;
  schema: Schema | undefined;
}

export function MetricsTab({ suite, runName, schema }: Props) {
  const { data: stats, error } = useQuery(runQueries(suite, runName).stats());
  const { get, update } = useUrlState();
  const columns = useMemo(() => columnsFor(schema), [schema]);
  const query = get("q");
  const rows = useMemo(() => {
    const search = parseSearch(query);
    return (stats ?? []).filter((stat) => search.matches(`${stat.name.name} ${split(stat)} ${perturbation(stat)}`));
  }, [stats, query]);

  if (error instanceof DataFileError) return <FileFault error={error} />;
  if (error) throw error;
  if (!stats) return <Loading />;
  return (
    <>
      <div className="filters">
        <SearchField
          label="Search metrics"
          value={query}
          placeholder="words, or /pattern/"
          onChange={(q) => {
            update({ q });
          }}
          note={parseSearch(query).invalidPattern ? "This is not a valid pattern; it is searched as words." : undefined}
        />
        <p className="count" role="status">
          {rows.length === stats.length ? plural(stats.length, "stat") : `${rows.length} of ${plural(stats.length, "stat")}`}
        </p>
      </div>
      <DataTable
        caption="Stats of this run"
        columns={columns}
        rows={rows}
        className="metrics"
        empty={stats.length === 0 ? "This run has no stats." : "No stat matches."}
      />
    </>
  );
}
