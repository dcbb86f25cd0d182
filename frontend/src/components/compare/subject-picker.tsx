import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { modelsQuery } from "../../api/queries";
import { LEAST_COMPARED, MOST_COMPARED, subjectLetter } from "../../lib/compare";
import { useUrlState, type Changes } from "../../lib/url-state";
import { ModelPicker } from "./model-picker";
import { RunPicker } from "./run-picker";

/** What an answer about other subjects has no use for. */
const OF_ONE_COMPARISON = { category: null, page: null, metric: null, perturbation: null };

/** Models or runs to put side by side; they live in the address as `model` or `run`. */
export function SubjectPicker() {
  const { get, getAll, href, update } = useUrlState();
  const { models } = useSuspenseQuery(modelsQuery()).data;
  const hasModels = models.length >= LEAST_COMPARED || getAll("model").length > 0;
  const kind = getAll("run").length > 0 || get("by") === "runs" || !hasModels ? "run" : "model";
  const chosen = getAll(kind);
  const other: Changes = kind === "run" ? { by: null, run: null } : { by: "runs", model: null, group: null };
  const choose = (names: string[]) => {
    update({ ...OF_ONE_COMPARISON, [kind]: names });
  };
  return (
    <section className="picker" aria-label="What is compared">
      <ul className="subjects">
        {chosen.map((name, index) => (
          <li key={name} className={`subject series-${index + 1}`}>
            <span className="series-mark" aria-hidden="true" />
            <strong>{subjectLetter(index)}</strong>
            <code>{name}</code>
            <button
              type="button"
              className="link-button"
              aria-label={`Remove ${name}`}
              onClick={() => {
                choose(chosen.filter((one) => one !== name));
              }}
            >
              remove
            </button>
          </li>
        ))}
      </ul>
      {chosen.length < MOST_COMPARED &&
        (kind === "run" ? (
          <RunPicker chosen={chosen} onAdd={(name) => { choose([...chosen, name]); }} />
        ) : (
          <ModelPicker chosen={chosen} onAdd={(name) => { choose([...chosen, name]); }} />
        ))}
      {hasModels && (
        <p className="small">
          <Link to={{ search: href({ ...OF_ONE_COMPARISON, ...other }) }}>
            {kind === "run" ? "Compare models instead" : "Compare runs instead"}
          </Link>
        </p>
      )}
    </section>
  );
}
