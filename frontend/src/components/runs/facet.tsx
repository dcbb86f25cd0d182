import { useState } from "react";
import type { FacetValue } from "../../api/types";

/** More values than these are shown on demand. */
const MOST_SHOWN = 8;

interface Props {
  title: string;
  values: FacetValue[];
  chosen: string[];
  onChange: (chosen: string[]) => void;
}

/** One filter: several values may be chosen. Left out where there is nothing to choose. */
export function Facet({ title, values, chosen, onChange }: Props) {
  const [all, setAll] = useState(false);
  if (values.length < 2 && chosen.length === 0) return null;
  const known = new Set(values.map(({ value }) => value));
  const lost = chosen.filter((value) => !known.has(value)).map((value) => ({ value, label: value, count: 0 }));
  const choices = [...lost, ...values];
  const shown = all ? choices : choices.filter(({ value }, index) => index < MOST_SHOWN || chosen.includes(value));
  return (
    <details className="facet" open>
      <summary>{title}</summary>
      {shown.map(({ value, label, count }) => (
        <label key={value} className="check facet-value">
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={({ target }) => {
              onChange(target.checked ? [...chosen, value] : chosen.filter((other) => other !== value));
            }}
          />
          <span className="facet-label" title={value}>
            {label}
          </span>
          <span className="count">{count.toLocaleString("en")}</span>
        </label>
      ))}
      {choices.length > shown.length && (
        <button
          type="button"
          className="link-button small"
          onClick={() => {
            setAll(true);
          }}
        >
          {choices.length - shown.length} more
        </button>
      )}
    </details>
  );
}
