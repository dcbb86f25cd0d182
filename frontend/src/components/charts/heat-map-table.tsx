import type { CSSProperties } from "react";
import { Link } from "react-router";
import type { HeatCell, HeatMap } from "../../api/types";
import { columnFormatter } from "../../lib/format";
import { heatScale } from "../../lib/heat-scale";
import { modelPath, runsBehindPath } from "../../lib/links";
import { MeasuredValue } from "../measured-value";

/** Values of models by variant, the better the stronger the colour. With few models they stand across. */
export function HeatMapTable({ heatMap, group }: { heatMap: HeatMap; group: string }) {
  const { models, variants, cells, metric_display_name: metric } = heatMap;
  const values = cells.flat().flatMap((cell) => (cell === null ? [] : [cell.value]));
  const place = heatScale(values, heatMap.lower_is_better === true);
  const format = columnFormatter(
    cells.flat().flatMap((cell) => [cell?.value, cell?.interval?.low, cell?.interval?.high]),
  );
  return (
    <>
      <div className="table-box fit" role="region" aria-label={`${metric} by model and variant`} tabIndex={0}>
        <table className="heat-map">
          <caption className="visually-hidden">{metric} by model and variant</caption>
          <thead>
            <tr>
              <th scope="col">Variant</th>
              {models.map((model) => (
                <th key={model.name} scope="col">
                  <Link to={modelPath(model.name)}>{model.display_name}</Link>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {variants.map((variant, row) => (
              <tr key={variant}>
                <th scope="row">{variant}</th>
                {models.map((model, column) => (
                  <Heat
                    key={model.name}
                    cell={cells[column]?.[row] ?? null}
                    place={place}
                    format={format}
                    filter={{ model: model.name, group }}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="foot-note">
        {heatMap.lower_is_better === true ? "Lower" : "Higher"} is better and stronger in colour. Small: 95 % intervals;
        where they are wide, values differ by chance.
      </p>
    </>
  );
}

interface HeatProps {
  cell: HeatCell | null;
  place: (value: number) => number;
  format: (value: number) => string;
  filter: { model: string; group: string };
}

function Heat({ cell, place, format, filter }: HeatProps) {
  if (cell === null) {
    return (
      <td>
        <span className="muted">–</span>
      </td>
    );
  }
  const { value, n, interval, runs } = cell;
  const measured = <MeasuredValue value={value} low={interval?.low} high={interval?.high} format={format} />;
  const href = runsBehindPath(runs, filter);
  return (
    <td
      className="heat"
      style={{ "--heat": place(value).toFixed(3) } as CSSProperties}
      title={n === null ? undefined : `${n} instances`}
    >
      {href === null ? measured : <Link to={href}>{measured}</Link>}
    </td>
  );
}
