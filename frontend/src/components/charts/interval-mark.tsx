import type { ChartScale } from "../../lib/chart-scale";
import type { IntervalRow } from "./interval-chart";

interface Props {
  row: Pick<IntervalRow, "value" | "low" | "high" | "context">;
  scale: ChartScale;
  bar: boolean;
}

/** A bar or a dot with a whisker; the numbers stand beside it, so it is hidden from screen readers. */
export function IntervalMark({ row, scale, bar }: Props) {
  const { value, low, high, context = [] } = row;
  const percent = (at: number) => `${scale.place(at)}%`;
  const zero = scale.place(0);
  const end = scale.place(value);
  return (
    <svg className="plot" height={22} aria-hidden="true">
      {scale.ticks.map((tick) => (
        <line key={tick} className="plot-grid" x1={percent(tick)} x2={percent(tick)} y1={-8} y2={30} />
      ))}
      {bar && (
        <rect className="plot-bar" x={`${Math.min(zero, end)}%`} width={`${Math.abs(end - zero)}%`} y={4} height={14} rx={2} />
      )}
      {context.map((other, index) => (
        <circle key={index} className="plot-context" cx={percent(other)} cy={11} r={3} />
      ))}
      {typeof low === "number" && typeof high === "number" && (
        <>
          <line className="plot-whisker" x1={percent(low)} x2={percent(high)} y1={11} y2={11} />
          <line className="plot-whisker" x1={percent(low)} x2={percent(low)} y1={7} y2={15} />
          <line className="plot-whisker" x1={percent(high)} x2={percent(high)} y1={7} y2={15} />
        </>
      )}
      <circle className="plot-dot" cx={percent(value)} cy={11} r={4} />
    </svg>
  );
}
