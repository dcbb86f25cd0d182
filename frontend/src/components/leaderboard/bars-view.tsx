import { Link } from "react-router";
import type { Row } from "../../api/types";
import { chartScale } from "../../lib/chart-scale";
import { filterRows, sortRows, type Measure } from "../../lib/leaderboard";
import { compareModelsPath } from "../../lib/links";
import { useUrlState } from "../../lib/url-state";
import { DifferenceNote } from "../difference-note";
import { IntervalChart } from "../charts/interval-chart";
import { RowName } from "./row-name";
import { MeasureSelect } from "./measure-select";

interface Props {
  group: string;
  measures: Measure[];
  /** What is drawn while the address names nothing. */
  initial: Measure;
}

/** One measure of all models, best first, with intervals and the difference of each model to the best. */
export function BarsView({ group, measures, initial }: Props) {
  const { get, getAll } = useUrlState();
  const measure = measures.find(({ id }) => id === get("column")) ?? initial;
  const { table, place, column } = measure;
  const placed = [{ id: measure.id, place, column }];
  const order = { column: measure.id, descending: column.lower_is_better !== true };
  const rows = sortRows(filterRows(table.rows, get("q"), getAll("org")), placed, order).filter(
    (row) => typeof row.cells[place]?.value === "number",
  );
  const bars = rows.map((row) => {
    const { value, interval, difference } = row.cells[place] ?? {};
    const best = difference ? table.rows[difference.best_row] : undefined;
    return {
      key: row.name,
      label: <RowName row={row} />,
      value: value ?? 0,
      low: interval?.low,
      high: interval?.high,
      note: difference && best && (
        <DifferenceNote difference={difference} against={best.name}>
          <CompareLink row={row} best={best} group={column.run_group ?? group} />
        </DifferenceNote>
      ),
    };
  });
  const scale = chartScale(bars.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]), column.lower_is_better === false);
  return (
    <>
      <div className="toolbar">
        <MeasureSelect label="Measure" parameter="column" measures={measures} chosen={measure} />
        {column.lower_is_better !== null && (
          <p className="count">{column.lower_is_better ? "Lower" : "Higher"} is better; best first</p>
        )}
      </div>
      {bars.length === 0 ? (
        <p className="empty">No model has a value here.</p>
      ) : (
        <IntervalChart
          caption={`${measure.label} of ${table.title}`}
          labelHeader="Model"
          valueHeader={measure.label}
          noteHeader="Difference to the best"
          rows={bars}
          scale={scale}
          bars
        />
      )}
    </>
  );
}

function CompareLink({ row, best, group }: { row: Row; best: Row; group: string }) {
  if (row.model === null || best.model === null || row.model === best.model) return null;
  return <Link to={compareModelsPath([best.model, row.model], group)}>Compare</Link>;
}
