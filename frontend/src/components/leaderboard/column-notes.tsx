import type { Table } from "../../api/types";
import { headerLines, mixesGroups, type PlacedColumn } from "../../lib/leaderboard";
import { LinkedText } from "../linked-text";

/** What the headers' tooltips say again, for those who can't hover. */
export function ColumnNotes({ table, columns }: { table: Table; columns: PlacedColumn[] }) {
  const mixed = mixesGroups(table);
  const notes = new Map<string, { text: string; better: string }>();
  for (const { column } of columns) {
    const { main, sub } = headerLines(column, mixed);
    // The group's own description comes first where a table mixes groups; the metric's comes last.
    const text = column.description?.split("\n\n").at(-1)?.trim() ?? "";
    const better =
      column.lower_is_better === null ? "" : `${column.lower_is_better ? "Lower" : "Higher"} is better.`;
    if (text !== "" || better !== "") notes.set(sub ?? main, { text, better });
  }
  return (
    <details className="disclosure notes">
      <summary>What the columns and marks mean</summary>
      <dl className="description-list">
        <div>
          <dt>Intervals</dt>
          <dd>
            95 % intervals over the instances: Wilson&apos;s where every instance scores 0 or 1, otherwise from 1,000
            bootstrap resamples. Values without single scores have none.
          </dd>
        </div>
        <div>
          <dt>Best</dt>
          <dd>
            Bold only where all other models that were asked the same instances are significantly worse (exact McNemar
            test for 0 or 1, otherwise a paired bootstrap; p &lt; 0.05, not corrected for the number of models). No mark
            means that the first place may be chance.
          </dd>
        </div>
        {[...notes].map(([name, { text, better }]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <LinkedText text={text} /> {better !== "" && <em>{better}</em>}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
