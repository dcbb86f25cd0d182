/** A number for a table: integers bare, everything else to 3 decimals, tiny values in scientific notation. */
export function formatNumber(value: number, decimals = 3): string {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value)) return Math.abs(value) < 1e15 ? String(value) : value.toExponential(3);
  const fixed = value.toFixed(decimals);
  return Number(fixed) === 0 ? value.toExponential(2) : fixed;
}

/** Formats the numbers of one column alike: all with decimals as soon as one has them. */
export function columnFormatter(values: readonly unknown[]): (value: number) => string {
  const fractional = values.some((value) => typeof value === "number" && !Number.isInteger(value));
  return (value) => (fractional && Number.isInteger(value) ? value.toFixed(3) : formatNumber(value));
}

/** 1500000000 → 1.5B, as model sizes are usually given. */
export function formatParameters(count: number): string {
  for (const [unit, size] of [["T", 1e12], ["B", 1e9], ["M", 1e6], ["K", 1e3]] as const) {
    if (count >= size) return `${Number((count / size).toPrecision(3))}${unit}`;
  }
  return String(count);
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/** snake_case words of the data as a readable label. */
export function humanize(name: string): string {
  const words = name.replaceAll("_", " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The last part of a dotted class name. */
export function shortClassName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
