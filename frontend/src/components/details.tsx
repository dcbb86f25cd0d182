import type { ReactNode } from "react";

/** Names and values, as a description list. Values that are absent are left out. */
export function Details({ items, className }: { items: [ReactNode, ReactNode][]; className?: string }) {
  return (
    <dl className={className ?? "details"}>
      {items
        .filter(([, value]) => value !== null && value !== undefined && value !== false && value !== "")
        .map(([name, value], index) => (
          <div key={index}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** Exact text: spaces and line ends as they are. */
export function Verbatim({ text, label }: { text: string; label?: string }) {
  return (
    <pre className="verbatim" tabIndex={0} aria-label={label}>
      {text}
    </pre>
  );
}

/** A value of the JSON data in one line, or laid out when it is an object. */
export function JsonValue({ value }: { value: unknown }) {
  if (value === "") return <span className="muted">empty</span>;
  if (typeof value === "string") return <code className="pre">{JSON.stringify(value).slice(1, -1)}</code>;
  return <code className="pre">{JSON.stringify(value)}</code>;
}
