import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { runQuery, runsQuery } from "../../api/queries";
import { readSearch, parseSearch } from "../../lib/search";
import { InlineError } from "../inline-error";
import { RunNameText } from "../run-name-text";
import { SearchField } from "../search-field";

/** More runs than these have to be searched for. */
const MOST_OFFERED = 8;

interface Props {
  chosen: string[];
  onAdd: (run: string) => void;
}

/** Finds runs to add: any at first, then those that were asked about the same scenario. */
export function RunPicker({ chosen, onAdd }: Props) {
  const [text, setText] = useState("");
  const first = chosen[0];
  const { search, regex } = readSearch(text);
  const all = useQuery({
    ...runsQuery({ search, regex: regex ? "true" : "", status: "complete", page_size: String(MOST_OFFERED) }),
    enabled: first === undefined,
  });
  const same = useQuery({ ...runQuery(first ?? ""), enabled: first !== undefined });
  const { matches } = parseSearch(text);
  const candidates =
    first === undefined ? (all.data?.runs.map(({ name }) => name) ?? []) : (same.data?.same_scenario_runs ?? []);
  const offered = candidates.filter((name) => !chosen.includes(name) && matches(name));
  const error = first === undefined ? all.error : same.error;
  return (
    <div className="run-picker">
      <SearchField
        label={first === undefined ? "Find a run" : "Find another run of the same scenario"}
        value={text}
        placeholder="words, or /pattern/"
        onChange={setText}
      />
      {error && <InlineError error={error} />}
      <ul>
        {offered.slice(0, MOST_OFFERED).map((name) => (
          <li key={name}>
            <button
              type="button"
              className="button button-quiet"
              aria-label={`Add ${name}`}
              onClick={() => {
                onAdd(name);
              }}
            >
              Add
            </button>
            <RunNameText name={name} />
          </li>
        ))}
      </ul>
      {offered.length > MOST_OFFERED && <p className="muted small">{offered.length - MOST_OFFERED} more; search to find them</p>}
      {offered.length === 0 && !all.isLoading && !same.isLoading && (
        <p className="muted small">
          {first === undefined ? "No complete run matches." : "No other complete run was asked about this scenario."}
        </p>
      )}
    </div>
  );
}
