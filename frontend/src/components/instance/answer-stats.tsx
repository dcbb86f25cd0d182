import { formatNumber } from "../../lib/format";
import { Details } from "../details";

export function AnswerStats({ stats }: { stats: Record<string, number> }) {
  const entries = Object.entries(stats);
  if (entries.length === 0) return null;
  return (
    <>
      <h4>Scores</h4>
      <Details
        className="stat-list"
        items={entries.map(([name, value]) => [
          name,
          <span key={name} title={String(value)}>
            {formatNumber(value)}
          </span>,
        ])}
      />
    </>
  );
}
