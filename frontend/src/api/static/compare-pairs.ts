import { compareValues } from "../../lib/sorting";
import type { Interval, Pair } from "../types";

/** A pair of `compare.json`, with names in place of indices. */
export interface PairOf extends Omit<Pair, "a" | "b"> {
  a: string;
  b: string;
  metric: string | null;
  mean_a: number | null;
  mean_b: number | null;
  interval_a: Interval | null;
  interval_b: Interval | null;
}

/** The pairs of the subjects that the export has, seen from the subject that stands first. */
export function pairsOf(names: string[], known: PairOf[]): Pair[] {
  return known
    .flatMap((pair) => {
      const [a, b] = [names.indexOf(pair.a), names.indexOf(pair.b)];
      if (a < 0 || b < 0) return [];
      return [a < b ? asPair(pair, a, b) : asPair(turned(pair), b, a)];
    })
    .toSorted((x, y) => compareValues(x.a, y.a) || compareValues(x.b, y.b));
}

function asPair(pair: PairOf, a: number, b: number): Pair {
  const { n, both_correct, only_a, only_b, both_wrong, mcnemar_p, difference } = pair;
  return { a, b, n, both_correct, only_a, only_b, both_wrong, mcnemar_p, difference };
}

function turned(pair: PairOf): PairOf {
  const { difference } = pair;
  return {
    ...pair,
    only_a: pair.only_b,
    only_b: pair.only_a,
    difference: difference && {
      ...difference,
      mean: -difference.mean,
      interval: { ...difference.interval, low: -difference.interval.high, high: -difference.interval.low },
    },
  };
}
