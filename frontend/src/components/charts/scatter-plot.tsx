import { useRef } from "react";
import { Link } from "react-router";
import { chartScale } from "../../lib/chart-scale";
import { formatNumber } from "../../lib/format";
import { labelPlaces } from "../../lib/label-places";
import { ScaleAxis } from "./scale-axis";
import { useSize } from "./use-size";

interface Measured {
  value: number;
  low?: number | null;
  high?: number | null;
}

interface ScatterPoint {
  key: string;
  label: string;
  href: string;
  x: Measured;
  y: Measured;
}

interface Axis {
  name: string;
  isShare: boolean;
}

interface Props {
  label: string;
  x: Axis;
  y: Axis;
  points: ScatterPoint[];
}

const ends = ({ value, low, high }: Measured) => [value, low ?? value, high ?? value];

/** Two measures of each model against each other, with both intervals. Every point is a link. */
export function ScatterPlot({ label, x, y, points }: Props) {
  const frame = useRef<SVGSVGElement>(null);
  const xScale = chartScale(points.flatMap((point) => ends(point.x)), x.isShare);
  const yScale = chartScale(points.flatMap((point) => ends(point.y)), y.isShare);
  const across = (value: number) => `${xScale.place(value)}%`;
  const up = (value: number) => `${100 - yScale.place(value)}%`;
  const places = labelPlaces(
    points.map((point) => ({
      x: xScale.place(point.x.value),
      y: 100 - yScale.place(point.y.value),
      label: point.label,
    })),
    useSize(frame),
  );
  return (
    <figure className="scatter" aria-label={label}>
      <span className="scatter-y-name">↑ {y.name}</span>
      <svg className="plot" aria-hidden="true">
        {yScale.ticks.map((tick) => (
          <text key={tick} className="plot-tick" x="100%" dx={-8} y={up(tick)} dy="0.35em" textAnchor="end">
            {yScale.format(tick)}
          </text>
        ))}
      </svg>
      <svg ref={frame} className="plot scatter-frame">
        {xScale.ticks.map((tick) => (
          <line key={tick} className="plot-grid" x1={across(tick)} x2={across(tick)} y1="0" y2="100%" />
        ))}
        {yScale.ticks.map((tick) => (
          <line key={tick} className="plot-grid" x1="0" x2="100%" y1={up(tick)} y2={up(tick)} />
        ))}
        {points.map((point, index) => (
          <Link
            key={point.key}
            to={point.href}
            className="scatter-point"
            aria-label={`${point.label}: ${x.name} ${formatNumber(point.x.value)}, ${y.name} ${formatNumber(point.y.value)}`}
          >
            <Whiskers point={point} across={across} up={up} />
            <circle className="plot-dot" cx={across(point.x.value)} cy={up(point.y.value)} r={6} />
            <text
              className="scatter-label"
              x={across(point.x.value)}
              y={up(point.y.value)}
              dx={places[index]?.dx}
              dy={places[index]?.dy}
              textAnchor={places[index]?.anchor}
            >
              {point.label}
            </text>
          </Link>
        ))}
      </svg>
      <span />
      <ScaleAxis scale={xScale} />
      <span className="scatter-x-name">{x.name} →</span>
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
