import { filterRows, joinMeasures, type Measure } from "../../lib/leaderboard";
import { modelPath, runsBehindPath } from "../../lib/links";
import { useUrlState } from "../../lib/url-state";
import { ScatterPlot } from "../charts/scatter-plot";
import { MeasureSelect } from "./measure-select";

interface Props {
  group: string;
  measures: Measure[];
  initial: Measure;
}

/** Any two measures of the models against each other. */
export function ScatterView({ group, measures, initial }: Props) {
  const { get, getAll } = useUrlState();
  const byId = (id: string) => measures.find((measure) => measure.id === id);
  const y = byId(get("y")) ?? initial;
  const x = byId(get("x")) ?? firstOther(measures, y) ?? y;
  const rows = new Set(filterRows(y.table.rows, get("q"), getAll("org")).map((row) => row.name));
  const points = joinMeasures(y, x)
    .filter(({ row }) => rows.has(row.name))
    .map(({ row, x: ofY, y: ofX }) => ({
      key: row.name,
      label: row.name,
      href:
        row.model === null
          ? (runsBehindPath(row.runs, { group }) ?? "/predictions")
          : modelPath(row.model),
      x: { value: ofX.value ?? 0, low: ofX.interval?.low, high: ofX.interval?.high },
      y: { value: ofY.value ?? 0, low: ofY.interval?.low, high: ofY.interval?.high },
    }));
  const label = `${y.label} against ${x.label}`;
  return (
    <>
      <div className="toolbar">
        <MeasureSelect label="Up" parameter="y" measures={measures} chosen={y} />
        <MeasureSelect label="Across" parameter="x" measures={measures} chosen={x} />
        <p className="count">{points.length} of {y.table.rows.length} rows have both</p>
      </div>
      {points.length === 0 ? (
        <p className="empty">No model has both measures.</p>
      ) : (
        <ScatterPlot
          label={label}
          x={{ name: x.label, isShare: x.column.lower_is_better === false }}
          y={{ name: y.label, isShare: y.column.lower_is_better === false }}
          points={points}
        />
      )}
    </>
  );
}

/** Inference time if it was measured, otherwise the first measure of another table. */
function firstOther(measures: Measure[], y: Measure): Measure | undefined {
  return (
    measures.find(({ column }) => column.metric?.includes("inference_runtime")) ??
    measures.find(({ table, column }) => table !== y.table && column.metric !== y.column.metric) ??
    measures.find(({ id }) => id !== y.id)
  );
}
