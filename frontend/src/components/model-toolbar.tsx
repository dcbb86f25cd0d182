import type { ReactNode } from "react";
import { compareValues } from "../lib/sorting";
import { useUrlState } from "../lib/url-state";
import { Choices } from "./choices";
import { SearchField } from "./search-field";
import { SelectField } from "./select-field";

interface Props {
  views: { value: string; label: string }[];
  searchLabel: string;
  /** The organisations of all models; may repeat. */
  organizations: (string | null)[];
  children?: ReactNode;
}

/** How models are shown, and which of them. Lives in the address as `view`, `q` and `org`. */
export function ModelToolbar({ views, searchLabel, organizations, children }: Props) {
  const { get, update } = useUrlState();
  const choices = [...new Set(organizations.flatMap((name) => name ?? []))].sort(compareValues);
  return (
    <div className="toolbar">
      <Choices label="View" parameter="view" options={views} />
      <SearchField
        label={searchLabel}
        value={get("q")}
        placeholder="words, or /pattern/"
        onChange={(q) => {
          update({ q });
        }}
      />
      {choices.length > 1 && (
        <SelectField
          label="Organisation"
          value={get("org")}
          onChange={(org) => {
            update({ org });
          }}
        >
          <option value="">All</option>
          {choices.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </SelectField>
      )}
      {children}
    </div>
  );
}
