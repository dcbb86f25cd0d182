import { headerLines, mixesGroups, type PlacedColumn } from "../../lib/leaderboard";
import type { Table } from "../../api/types";
import { useUrlState } from "../../lib/url-state";
import { Menu } from "../menu";

interface Props {
  table: Table;
  columns: PlacedColumn[];
  hidden: readonly string[];
  pinned: readonly string[];
}

/** Which columns are shown, and which come first and stay in view. Lives in the address as `hide` and `pin`. */
export function ColumnMenu({ table, columns, hidden, pinned }: Props) {
  const { update } = useUrlState();
  const mixed = mixesGroups(table);
  const toggled = (list: readonly string[], id: string) =>
    list.includes(id) ? list.filter((other) => other !== id) : [...list, id];
  return (
    <Menu label="Columns">
      <div className="menu-row">
        <button
          type="button"
          className="link-button"
          onClick={() => {
            update({ hide: null, pin: null });
          }}
        >
          Show all, unpin all
        </button>
      </div>
      {columns.map(({ id, column }) => {
        const { main, sub } = headerLines(column, mixed);
        return (
          <div key={id} className="menu-row">
            <label className="check">
              <input
                type="checkbox"
                checked={!hidden.includes(id)}
                onChange={() => {
                  update({ hide: toggled(hidden, id) });
                }}
              />
              {sub === null ? main : `${main}, ${sub}`}
            </label>
            <button
              type="button"
              className="button"
              aria-pressed={pinned.includes(id)}
              onClick={() => {
                update({ pin: toggled(pinned, id) });
              }}
            >
              {pinned.includes(id) ? "Pinned" : "Pin"}
            </button>
          </div>
        );
      })}
    </Menu>
  );
}
