import { Link } from "react-router";
import type { OtherInstance } from "../../api/types";
import { useUrlState } from "../../lib/url-state";
import { TextDifference } from "../text-difference";
import { VerdictMark } from "../verdict-mark";

/** The input of a perturbed instance, as what became of the original. */
export function Original({ original, input }: { original: OtherInstance; input: string }) {
  const { href } = useUrlState();
  return (
    <div className="instance-input">
      <p className="small muted">
        Changed from <Link to={{ search: href({ row: String(original.row), page: null }) }} preventScrollReset>the original</Link>, whose
        answer was <q className="data-text">{original.prediction}</q> <VerdictMark verdict={original.verdict} />
      </p>
      {original.input === input && <p className="small muted">The perturbation changed nothing.</p>}
      <TextDifference before={original.input} after={input} />
    </div>
  );
}
