import type { ReactNode } from "react";
import type { ChartScale } from "../../lib/chart-scale";
import { MeasuredValue } from "../measured-value";
import { IntervalMark } from "./interval-mark";
import { ScaleAxis } from "./scale-axis";

export interface IntervalRow {
  key: string;
  label: ReactNode;
  value: number;
  /** The ends of the 95 % interval, where there is one. */
  low?: number | null;
  high?: number | null;
  /** Values of others, shown as faint dots for comparison. */
  context?: number[];
  /** Which of the colours of things side by side, from 1. */
  series?: number;
  /** What the last column says. */
  note?: ReactNode;
}

interface Props {
  caption: string;
  /** What heads the labels. */
  labelHeader: string;
  valueHeader: string;
  /** Heads the notes; without it there are none. */
  noteHeader?: string;
  rows: IntervalRow[];
  scale: ChartScale;
  /** Bars from zero, or dots alone. */
  bars: boolean;
}

/** Values with their intervals, one a row: a table that is also a chart. */
export function IntervalChart({ caption, labelHeader, valueHeader, noteHeader, rows, scale, bars }: Props) {
  return (
    <div className="table-box" role="region" aria-label={caption} tabIndex={0}>
      <table className="interval-chart">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{labelHeader}</th>
            <th scope="col">
              <span className="visually-hidden">Chart</span>
            </th>
            <th scope="col" className="numeric">
              {valueHeader}
            </th>
            {noteHeader !== undefined && <th scope="col">{noteHeader}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} className={row.series === undefined ? undefined : `series-${row.series}`}>
              <th scope="row">{row.label}</th>
              <td className="plot-cell">
                <IntervalMark row={row} scale={scale} bar={bars} />
              </td>
              <td className="numeric">
                <MeasuredValue value={row.value} low={row.low} high={row.high} />
              </td>
              {noteHeader !== undefined && <td>{row.note}</td>}
            </tr>
          ))}
        </tbody>
        <tfoot aria-hidden="true">
          <tr>
            <td />
            <td className="plot-cell">
              <ScaleAxis scale={scale} />
            </td>
            <td colSpan={noteHeader === undefined ? 1 : 2} />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
