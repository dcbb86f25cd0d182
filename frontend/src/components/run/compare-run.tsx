import { useNavigate } from "react-router";
import type { RunDetail } from "../../api/types";
import { compareRunsPath } from "../../lib/links";
import { SelectField } from "../select-field";

/** Puts another run of the same scenario beside this one. */
export function CompareRun({ run }: { run: RunDetail }) {
  const navigate = useNavigate();
  const others = run.same_scenario_runs.filter((name) => name !== run.name);
  if (others.length === 0) return null;
  return (
    <SelectField
      label="Compare with"
      value=""
      onChange={(other) => {
        if (other !== "") void navigate(compareRunsPath([run.name, other]));
      }}
    >
      <option value="">Choose a run of the same scenario</option>
      {others.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </SelectField>
  );
}
