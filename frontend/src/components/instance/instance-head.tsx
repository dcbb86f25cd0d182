import type { InstanceDetail } from "../../api/types";
import { VerdictMark } from "../verdict-mark";

export function InstanceHead({ instance, trials }: { instance: InstanceDetail; trials: number }) {
  const { instance_id: id, split, sub_split: subSplit, perturbation, train_trial_index: trial } = instance;
  return (
    <header className="instance-head">
      <h3>{id}</h3>
      {split !== null && <span className="chip">split {[split, subSplit].filter(Boolean).join("/")}</span>}
      {perturbation !== null && (
        <span className="chip" title={`Computed on: ${perturbation.computed_on}`}>
          perturbation {perturbation.name}
        </span>
      )}
      {trials > 1 && <span className="chip">train trial {trial}</span>}
      {instance.has_failed && <span className="chip chip-warn">failed, not measured</span>}
      {instance.is_truncated && <span className="chip chip-warn">prompt truncated</span>}
      <VerdictMark verdict={instance.verdict} />
    </header>
  );
}
