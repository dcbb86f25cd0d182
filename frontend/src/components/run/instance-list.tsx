import { Link } from "react-router";
import type { InstanceRow } from "../../api/types";
import { useUrlState } from "../../lib/url-state";
import { VerdictMark } from "../verdict-mark";

/** Longer texts are cut in the list: it is for finding, not for reading. */
const SNIPPET = 160;

interface Props {
  rows: InstanceRow[];
  chosen: number | null;
}

export function InstanceList({ rows, chosen }: Props) {
  const { href } = useUrlState();
  return (
    <ol className="instance-list">
      {rows.map((row) => (
        <li key={row.row}>
          <Link
            to={{ search: href({ row: String(row.row) }) }}
            preventScrollReset
            aria-current={row.row === chosen ? "true" : undefined}
          >
            <VerdictMark verdict={row.verdict} short />
            <span className="instance-list-id">{row.instance_id}</span>
            {row.perturbation !== null && <span className="chip">{row.perturbation.name}</span>}
            {row.train_trial_index > 0 && <span className="chip">trial {row.train_trial_index}</span>}
            {row.is_truncated && <span className="chip">truncated</span>}
            {row.has_failed && <span className="chip chip-warn">failed</span>}
            <span className="instance-list-text">{row.input.slice(0, SNIPPET)}</span>
            <span className="instance-list-answer">{(row.mapped_output ?? row.prediction).slice(0, SNIPPET)}</span>
          </Link>
        </li>
      ))}
    </ol>
  );
}
