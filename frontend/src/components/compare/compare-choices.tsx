import type { Comparison } from "../../api/types";
import { useUrlState, type Changes } from "../../lib/url-state";
import { SelectField } from "../select-field";

/** By which metric, and on which perturbation of the instances. Live in the address as `metric` and `perturbation`. */
export function CompareChoices({ comparison }: { comparison: Comparison }) {
  const { get, update } = useUrlState();
  const { metric, metrics, perturbations } = comparison;
  const change = (changes: Changes) => {
    update({ ...changes, category: null, page: null });
  };
  const perturbation = get("perturbation");
  const scores = metrics.filter(({ is_score: isScore }) => isScore);
  const others = metrics.filter(({ is_score: isScore }) => !isScore);
  if (metrics.length < 2 && perturbations.length === 0 && perturbation === "") return null;
  return (
    <div className="toolbar">
      {metrics.length > 1 && (
        <SelectField
          label="Metric"
          value={metric ?? ""}
          onChange={(chosen) => {
            change({ metric: chosen });
          }}
        >
          {[{ label: "Scores", of: scores }, { label: "Other", of: others }].map(
            ({ label, of }) =>
              of.length > 0 && (
                <optgroup key={label} label={label}>
                  {of.map(({ name, display_name: shown }) => (
                    <option key={name} value={name}>
                      {shown === name ? name : `${shown} (${name})`}
                    </option>
                  ))}
                </optgroup>
              ),
          )}
        </SelectField>
      )}
      {(perturbations.length > 0 || perturbation !== "") && (
        <SelectField
          label="Instances"
          value={perturbation}
          onChange={(chosen) => {
            change({ perturbation: chosen });
          }}
        >
          <option value="">as they are</option>
          {[...new Set([...perturbations, perturbation])].filter(Boolean).map((name) => (
            <option key={name} value={name}>
              perturbed: {name}
            </option>
          ))}
        </SelectField>
      )}
    </div>
  );
}
