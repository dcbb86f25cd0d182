import { Link } from "react-router";
import { chartScale } from "../../lib/chart-scale";
import { formatNumber } from "../../lib/format";
import { ScaleAxis } from "./scale-axis";

export interface Measured {
  value: number;
  low?: number | null;
  high?: number | null;
}

export interface ScatterPoint {
  key: string;
  label: string;
  href: string;
  x: Measured;
  y: Measured;
}

interface Props {
  label: string;
  xName: string;
  yName: string;
  points: ScatterPoint[];
}

const ends = ({ value, low, high }: Measured) => [value, low ?? value, high ?? value];

/** Two measures of each model against each other, with both intervals. Every point is a link. */
export function ScatterPlot({ label, xName, yName, points }: Props) {
  const x = chartScale(points.flatMap((point) => ends(point.x)));
  const y = chartScale(points.flatMap((point) => ends(point.y)));
  const across = (value: number) => `${x.place(value)}%`;
  const up = (value: number) => `${100 - y.place(value)}%`;
  return (
    <figure className="scatter" aria-label={label}>
      <span className="scatter-y-name">↑ {yName}</span>
      <svg className="plot" aria-hidden="true">
        {y.ticks.map((tick) => (
          <text key={tick} className="plot-tick" x="100%" dx={-8} y={up(tick)} dy="0.35em" textAnchor="end">
            {y.format(tick)}
          </text>
        ))}
      </svg>
      <svg className="plot scatter-frame">
        {x.ticks.map((tick) => (
          <line key={tick} className="plot-grid" x1={across(tick)} x2={across(tick)} y1="0" y2="100%" />
        ))}
        {y.ticks.map((tick) => (
          <line key={tick} className="plot-grid" x1="0" x2="100%" y1={up(tick)} y2={up(tick)} />
        ))}
        {points.map((point) => (
          <Link
            key={point.key}
            to={point.href}
            className="scatter-point"
            aria-label={`${point.label}: ${xName} ${formatNumber(point.x.value)}, ${yName} ${formatNumber(point.y.value)}`}
          >
            <Whiskers point={point} across={across} up={up} />
            <circle className="plot-dot" cx={across(point.x.value)} cy={up(point.y.value)} r={6} />
            <text
              className="scatter-label"
              x={across(point.x.value)}
              dx={x.place(point.x.value) > 70 ? -11 : 11}
              y={up(point.y.value)}
              dy={-8}
              textAnchor={x.place(point.x.value) > 70 ? "end" : "start"}
            >
              {point.label}
            </text>
          </Link>
        ))}
      </svg>
      <span />
      <ScaleAxis scale={x} />
      <span className="scatter-x-name">{xName} →</span>
    </figure>
  );
}

interface WhiskersProps {
  point: ScatterPoint;
  across: (value: number) => string;
  up: (value: number) => string;
}

function Whiskers({ point: { x, y }, across, up }: WhiskersProps) {
  return (
    <>
      {typeof x.low === "number" && typeof x.high === "number" && (
        <line className="plot-whisker" x1={across(x.low)} x2={across(x.high)} y1={up(y.value)} y2={up(y.value)} />
      )}
      {typeof y.low === "number" && typeof y.high === "number" && (
        <line className="plot-whisker" x1={across(x.value)} x2={across(x.value)} y1={up(y.low)} y2={up(y.high)} />
      )}
    </>
  );
}
