import type { ChartScale } from "../../lib/chart-scale";

/** The numbers of a horizontal axis. */
export function ScaleAxis({ scale }: { scale: ChartScale }) {
  return (
    <svg className="plot" height={16}>
      {scale.ticks.map((tick) => (
        <text key={tick} className="plot-tick" x={`${scale.place(tick)}%`} y={12} textAnchor="middle">
          {scale.format(tick)}
        </text>
      ))}
    </svg>
  );
}
