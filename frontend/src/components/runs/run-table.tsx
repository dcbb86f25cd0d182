import { useMemo } from "react";
import { Link } from "react-router";
import type { RunRow } from "../../api/types";
import { failedPath, modelPath, runPath } from "../../lib/links";
import { DataTable, type Column } from "../data-table";
import { MeasuredValue } from "../measured-value";
import { RunNameText } from "../run-name-text";
import { FailedMark } from "./failed-mark";
import { StatusMark } from "./status-mark";

const NAME: Column<RunRow> = {
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
      <FailedMark count={run.failed_requests} to={failedPath(run.name)} />
    </>
  ),
};

const MODEL: Column<RunRow> = {
  id: "model",
  header: "Model",
  className: "model-cell",
  value: (run) => run.model_display_name,
  cell: (run) => <Link to={modelPath(run.model)}>{run.model_display_name}</Link>,
};

const METHOD: Column<RunRow> = {
  id: "method",
  header: "Method",
  value: (run) => run.method,
  cell: (run) => <code>{run.method}</code>,
};

const INSTANCES: Column<RunRow> = {
  id: "instances",
  header: "Instances",
  numeric: true,
  descendingFirst: true,
  value: (run) => run.instances ?? undefined,
  cell: (run) => run.instances?.toLocaleString("en") ?? <span className="muted">–</span>,
};

interface Props {
  runs: RunRow[];
  empty: string;
  /** The runs come sorted from the server. */
  sortedByServer?: boolean;
  /** All runs are of one model, which need not be said. */
  ofOneModel?: boolean;
  /** A column after all others, to choose runs. */
  choice?: Column<RunRow>;
}

export function RunTable({ runs, empty, sortedByServer = false, ofOneModel = false, choice }: Props) {
  const columns = useMemo(() => {
    const all = [NAME, MODEL, METHOD, INSTANCES, scoreColumn(runs)].filter((column) => !(ofOneModel && column === MODEL));
    return choice ? [...all, choice] : all;
  }, [runs, ofOneModel, choice]);
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

/** Scores; the metric stands in the head where it is the same everywhere. */
function scoreColumn(runs: RunRow[]): Column<RunRow> {
  const metrics = new Set(runs.flatMap(({ score }) => score?.metric_display_name ?? []));
  const [only] = metrics.size === 1 ? metrics : [];
  return {
    id: "score",
    header: only === undefined ? "Score" : `Score (${only})`,
    numeric: true,
    descendingFirst: true,
    value: (run) => run.score?.value ?? undefined,
    cell: ({ score }) =>
      typeof score?.value !== "number" ? (
        <span className="muted">–</span>
      ) : (
        <span title={[score.metric, score.split].filter(Boolean).join(", ")}>
          <MeasuredValue value={score.value} low={score.interval?.low} high={score.interval?.high} />
          {only === undefined && <span className="sub-line">{score.metric_display_name}</span>}
        </span>
      ),
  };
}
