import { scaleLinear } from "d3-scale";

export interface ChartScale {
  /** Where a value lies, in per cent of the axis. */
  place: (value: number) => number;
  ticks: number[];
  format: (tick: number) => string;
}

/**
 * An axis that holds all of `values`, with round ends. Scores between 0 and 1 get the whole of 0 to 1, so that charts
 * of one kind can be compared; with `fromZero`, other values start at zero (bars have to).
 */
export function chartScale(values: readonly number[], fromZero = true, ticks = 5): ChartScale {
  const known = values.filter(Number.isFinite);
  const [low, high] = domain(known, fromZero);
  const scale = scaleLinear().domain([low, high]).nice(ticks).range([0, 100]);
  return { place: scale, ticks: scale.ticks(ticks), format: scale.tickFormat(ticks) };
}

function domain(values: number[], fromZero: boolean): [number, number] {
  if (values.length === 0) return [0, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (low >= 0 && high <= 1) return [0, 1];
  const start = fromZero ? Math.min(0, low) : low;
  const end = fromZero ? Math.max(0, high) : high;
  return start === end ? [start - 1, end + 1] : [start, end];
}
