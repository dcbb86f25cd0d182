import { useMemo } from "react";
import type { RunRow } from "../../api/types";
import { MOST_COMPARED } from "../../lib/compare";
import { useUrlState } from "../../lib/url-state";
import type { Column } from "../data-table";

/** A column of check boxes that chooses runs to compare; what is chosen lives in the address as `pick`. */
export function useRunChoice(): Column<RunRow> {
  const { getAll, update } = useUrlState();
  const picked = getAll("pick").join("\n");
  return useMemo(() => {
    const names = picked === "" ? [] : picked.split("\n");
    return {
      id: "pick",
      header: "Compare",
      className: "pick",
      cell: (run) => (
        <input
          type="checkbox"
          aria-label={`Choose ${run.name} for a comparison`}
          checked={names.includes(run.name)}
          disabled={!names.includes(run.name) && (names.length >= MOST_COMPARED || run.status !== "complete")}
          onChange={({ target }) => {
            update({ pick: target.checked ? [...names, run.name] : names.filter((name) => name !== run.name) });
          }}
        />
      ),
    };
  }, [picked, update]);
}
