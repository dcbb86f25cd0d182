/** A number for a table: integers bare, everything else to 3 decimals, tiny values in scientific notation. */
/** Smaller numbers are written with an exponent. */
const LEAST_WRITTEN_OUT = 1e-6;

export function formatNumber(value: number, decimals = 3): string {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value)) return Math.abs(value) < 1e15 ? String(value) : value.toExponential(3);
  const fixed = value.toFixed(decimals);
  if (Number(fixed) !== 0) return fixed;
  // Three digits of what is small; the point has to move where zeros would have to be counted.
  return Math.abs(value) < LEAST_WRITTEN_OUT ? value.toExponential(2) : value.toPrecision(3);
}

/** Formats the numbers of one column alike: all with decimals as soon as one has them. */
export function columnFormatter(values: readonly unknown[]): (value: number) => string {
  const fractional = values.some((value) => typeof value === "number" && !Number.isInteger(value));
  return (value) => (fractional && Number.isInteger(value) ? value.toFixed(3) : formatNumber(value));
}

/** A 95 % interval, or "" without one. */
export function formatInterval(
  low: number | null | undefined,
  high: number | null | undefined,
  between = " – ",
): string {
  if (typeof low !== "number" || typeof high !== "number") return "";
  const isWhole = Number.isInteger(low) && Number.isInteger(high);
  const isTiny = Math.max(Math.abs(low), Math.abs(high)) < 0.0005;
  // An end near zero is 0.000 beside a larger one, not 2.08e-4.
  const format = isWhole || isTiny ? formatNumber : (value: number) => value.toFixed(3).replace(/^-(?=0\.0+$)/, "");
  return `${format(low)}${between}${format(high)}`.replaceAll("-", "−");
}

/** A difference, with its sign: +0.120, −0.031. */
export function formatSigned(value: number): string {
  const sign = value === 0 ? "" : value < 0 ? "−" : "+";
  return `${sign}${formatNumber(Math.abs(value))}`;
}

/** A p-value as papers give it. */
export function formatP(p: number): string {
  if (p < 0.001) return "p < 0.001";
  return `p = ${p.toFixed(3)}`;
}

/** 75 → "1 min 15 s", 7300 → "2 h 1 min": two units, the largest first. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** 1500000000 → 1.5B, as model sizes are usually given. */
export function formatParameters(count: number): string {
  for (const [unit, size] of [["T", 1e12], ["B", 1e9], ["M", 1e6], ["K", 1e3]] as const) {
    if (count >= size) return `${Number((count / size).toPrecision(3))}${unit}`;
  }
  return String(count);
}

/** 50000 → 50,000. */
export function formatCount(count: number): string {
  return count.toLocaleString("en");
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
