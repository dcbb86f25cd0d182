import type { StatRow } from "../../api/types";
import { formatNumber } from "../../lib/format";
import type { Column } from "../data-table";
import { MeasuredValue } from "../measured-value";

const perturbation = ({ perturbation: name, computed_on: on }: StatRow) =>
  name === null ? "" : `${name}${on === null ? "" : ` (${on})`}`;

const split = ({ split: name, sub_split: sub }: StatRow) => [name, sub].filter(Boolean).join("/");

function numeric(id: "count" | "stddev" | "min" | "max", header: string): Column<StatRow> {
  return {
    id,
    header,
    numeric: true,
    descendingFirst: true,
    value: (stat) => stat[id] ?? undefined,
    cell: (stat) => {
      const value = stat[id];
      return value === null ? <span className="muted">–</span> : <span title={String(value)}>{formatNumber(value)}</span>;
    },
  };
}

/** The statistics of a run as a table. */
export const STAT_COLUMNS: Column<StatRow>[] = [
  {
    id: "name",
    header: "Metric",
    value: (stat) => stat.name,
    cell: (stat) => (
      <span title={stat.description ?? undefined}>
        <code>{stat.name}</code>
        {stat.display_name !== stat.name && <span className="sub-line">{stat.display_name}</span>}
      </span>
    ),
  },
  { id: "split", header: "Split", value: (stat) => split(stat) || undefined, cell: split },
  {
    id: "perturbation",
    header: "Perturbation",
    value: (stat) => perturbation(stat) || undefined,
    cell: (stat) => perturbation(stat) || <span className="muted">–</span>,
  },
  {
    id: "mean",
    header: "Mean",
    numeric: true,
    descendingFirst: true,
    value: (stat) => stat.mean ?? undefined,
    cell: (stat) =>
      stat.mean === null ? (
        <span className="muted">–</span>
      ) : (
        <span title={String(stat.mean)}>
          <MeasuredValue value={stat.mean} low={stat.interval?.low} high={stat.interval?.high} />
        </span>
      ),
  },
  numeric("stddev", "Standard deviation"),
  numeric("min", "Min"),
  numeric("max", "Max"),
  numeric("count", "Count"),
];
