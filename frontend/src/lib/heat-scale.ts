/** Places values from 0 (worst) to 1 (best) between the worst and the best of them; equal values all in the middle. */
export function heatScale(values: readonly number[], lowerIsBetter: boolean): (value: number) => number {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (!(high > low)) return () => 0.5;
  return (value) => (lowerIsBetter ? high - value : value - low) / (high - low);
}
