import type { ReactNode } from "react";
import type { Sort } from "../lib/use-sort";

interface Props {
  sort: Sort | null;
  column: string;
  onPress: () => void;
  children: ReactNode;
}

/** The header of a column that sorts. */
export function SortButton({ sort, column, onPress, children }: Props) {
  return (
    <button type="button" className="sort-button" onClick={onPress}>
      {children}
      {sort?.column === column && (
        <span aria-hidden="true" className="sort-mark">
          {sort.descending ? "▼" : "▲"}
        </span>
      )}
    </button>
  );
}
