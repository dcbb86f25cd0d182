import type { Leaderboard } from "../../api/types";
import { useUrlState } from "../../lib/url-state";
import { Choices } from "../choices";
import { Empty } from "../empty";
import { SelectField } from "../select-field";
import { LeaderboardView } from "./leaderboard-view";

/** More tables than this are chosen from a list. */
const MOST_SIDE_BY_SIDE = 7;

/** What belongs to one table and means nothing in another. */
const OF_ONE_TABLE = ["sort", "order", "hide", "pin"];

/** The tables of a group: one is shown, chosen by the address's `metrics`. */
export function GroupLeaderboard({ leaderboard }: { leaderboard: Leaderboard }) {
  const { get, update } = useUrlState();
  const { tables, statistics, progress } = leaderboard;
  const keys = tables.map((table, index) => table.name || String(index));
  const chosen = Math.max(0, keys.indexOf(get("metrics")));
  const table = tables[chosen];
  if (!table) {
    return (
      <Empty title="No table yet">
        <p>The summary has no table for this group.</p>
      </Empty>
    );
  }
  const options = tables.map(({ title }, index) => ({ value: keys[index] ?? "", label: title }));
  return (
    <>
      {tables.length > 1 && tables.length <= MOST_SIDE_BY_SIDE && (
        <div className="toolbar">
          <Choices label="Metrics" parameter="metrics" options={options} clears={OF_ONE_TABLE} />
        </div>
      )}
      {tables.length > MOST_SIDE_BY_SIDE && (
        <div className="toolbar">
          <SelectField
            label="Metrics"
            value={keys[chosen] ?? ""}
            onChange={(metrics) => {
              update({ metrics, ...Object.fromEntries(OF_ONE_TABLE.map((name) => [name, null])) });
            }}
          >
            {options.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </SelectField>
        </div>
      )}
      {statistics === "pending" && (
        <p className="count" role="status">
          Intervals are being computed: {progress.done} of {progress.total} runs read.
        </p>
      )}
      <LeaderboardView key={keys[chosen]} leaderboard={leaderboard} table={table} />
    </>
  );
}
