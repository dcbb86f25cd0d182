import type { Progress } from "../../api/types";
import { formatDuration, formatNumber } from "../../lib/format";

const PHASES: Record<Progress["phase"], string> = {
  preparing: "preparing requests",
  asking: "asking the model",
  measuring: "measuring answers",
};

/** How far a run is, how fast, and what it scores so far. */
export function ProgressLine({ name, progress }: { name: string; progress: Progress }) {
  const { state, phase, answered, total, rate, seconds_left: left, score } = progress;
  const facts = [
    state === "running" ? PHASES[phase] : state,
    total === null ? `${answered.toLocaleString("en")} answered` : `${answered.toLocaleString("en")} of ${total.toLocaleString("en")}`,
    rate !== null && state === "running" && `${formatNumber(rate, 1)} requests/s`,
    left !== null && state === "running" && `${formatDuration(left)} left`,
    score !== null && `${score.metric} ${formatNumber(score.value)} so far (${score.n})`,
  ];
  return (
    <div className="progress-line">
      <progress aria-label={`Progress of ${name}`} value={total === null ? undefined : answered} max={total ?? undefined} />
      <span className="small muted">{facts.filter(Boolean).join(" · ")}</span>
    </div>
  );
}
