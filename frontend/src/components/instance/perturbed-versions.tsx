import { Link } from "react-router";
import type { InstanceDetail } from "../../api/types";
import { useUrlState } from "../../lib/url-state";
import { TextDifference } from "../text-difference";
import { VerdictMark } from "../verdict-mark";

interface Props {
  input: string;
  versions: InstanceDetail["perturbed"];
}

/** What perturbations made of this input, and what was answered then. */
export function PerturbedVersions({ input, versions }: Props) {
  const { href } = useUrlState();
  if (versions.length === 0) return null;
  return (
    <>
      <h4>Perturbed versions ({versions.length})</h4>
      <ul className="perturbed">
        {versions.map((version) => (
          <li key={version.row}>
            <p className="small">
              <Link to={{ search: href({ row: String(version.row), page: null }) }} preventScrollReset>
                {version.perturbation.name}
              </Link>{" "}
              <VerdictMark verdict={version.verdict} /> <span className="muted">answered</span>{" "}
              <q className="data-text">{version.prediction}</q>
            </p>
            {version.input === input ? (
              <p className="small muted">The same text.</p>
            ) : (
              <TextDifference before={input} after={version.input} />
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
