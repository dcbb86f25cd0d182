import { scaleLinear } from "d3-scale";

export interface ChartScale {
  /** Where a value lies, in per cent of the axis. */
  place: (value: number) => number;
  ticks: number[];
  format: (tick: number) => string;
}

/** More lines than about these would be in the way. */
const TICKS = 5;

/**
 * An axis from zero that holds all of `values`, with round ends. Shares, such as accuracies, get the whole of 0 to 1, so
 * that charts can be compared.
 */
export function chartScale(values: readonly number[], areShares: boolean): ChartScale {
  const scale = scaleLinear().domain(domain(values.filter(Number.isFinite), areShares)).nice(TICKS).range([0, 100]);
  return { place: scale, ticks: scale.ticks(TICKS), format: scale.tickFormat(TICKS) };
}

function domain(values: number[], areShares: boolean): [number, number] {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  if (low === high || (areShares && low === 0 && high <= 1)) return [0, 1];
  return [low, high];
}
