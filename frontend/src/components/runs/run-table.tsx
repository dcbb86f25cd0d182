import { Link } from "react-router";
import type { RunRow } from "../../api/types";
import { modelPath, runPath } from "../../lib/links";
import { DataTable, type Column } from "../data-table";
import { MeasuredValue } from "../measured-value";
import { RunNameText } from "../run-name-text";
import { StatusMark } from "./status-mark";

const COLUMNS: Column<RunRow>[] = [
  {
    id: "name",
    header: "Run",
    className: "run-cell",
    value: (run) => run.name,
    cell: (run) => (
      <>
        <Link to={runPath(run.name)}>
          <RunNameText name={run.name} />
        </Link>
        <StatusMark status={run.status} />
      </>
    ),
  },
  {
    id: "model",
    header: "Model",
    value: (run) => run.model_display_name,
    cell: (run) => <Link to={modelPath(run.model)}>{run.model_display_name}</Link>,
  },
  {
    id: "method",
    header: "Method",
    value: (run) => run.method,
    cell: (run) => <code>{run.method}</code>,
  },
  {
    id: "instances",
    header: "Instances",
    numeric: true,
    descendingFirst: true,
    value: (run) => run.instances ?? undefined,
    cell: (run) => run.instances?.toLocaleString("en") ?? <span className="muted">–</span>,
  },
  {
    id: "score",
    header: "Score",
    numeric: true,
    descendingFirst: true,
    value: (run) => run.score?.value ?? undefined,
    cell: (run) => <RunScore run={run} />,
  },
];

interface Props {
  runs: RunRow[];
  empty: string;
  /** The runs come sorted from the server. */
  sortedByServer?: boolean;
  /** A column before all others, to choose runs. */
  choice?: Column<RunRow>;
}

export function RunTable({ runs, empty, sortedByServer = false, choice }: Props) {
  const columns = choice ? [...COLUMNS, choice] : COLUMNS;
  return (
    <DataTable
      caption="Runs"
      columns={columns}
      rows={runs}
      className="runs"
      sortedByServer={sortedByServer}
      empty={empty}
    />
  );
}

function RunScore({ run: { score } }: { run: RunRow }) {
  if (typeof score?.value !== "number") return <span className="muted">–</span>;
  return (
    <span title={[score.metric, score.split].filter(Boolean).join(", ")}>
      <MeasuredValue value={score.value} low={score.interval?.low} high={score.interval?.high} />
      <span className="sub-line">{score.metric_display_name}</span>
    </span>
  );
}
