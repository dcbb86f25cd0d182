import { columnFormatter, formatInterval } from "../lib/format";

interface Props {
  value: number;
  low?: number | null;
  high?: number | null;
  /** Beside the value instead of below it. */
  inline?: boolean;
  format?: (value: number) => string;
}

/** A value and its 95 % interval, small. */
export function MeasuredValue({ value, low, high, inline = false, format = columnFormatter([value, low, high]) }: Props) {
  const interval = formatInterval(low, high);
  return (
    <span className={inline ? "measured measured-inline" : "measured"}>
      {format(value)}
      {interval !== "" && (
        <span className="interval">
          <span className="visually-hidden">95 % interval </span>
          {interval}
        </span>
      )}
    </span>
  );
}
