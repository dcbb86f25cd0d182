import type { InstanceDetail } from "../../api/types";
import { formatNumber } from "../../lib/format";
import { options } from "../../lib/references";

/** The references, with the correct and the chosen ones marked. */
export function Options({ instance }: { instance: InstanceDetail }) {
  const all = options(instance);
  if (all.length === 0) return null;
  return (
    <>
      <h4>{all.length === 1 ? "Reference" : "Options"}</h4>
      <ul className="references">
        {all.map(({ text, is_correct: isCorrect, isChosen, letter, logprob }, index) => (
          <li key={index} className={isCorrect ? "correct" : isChosen ? "chosen" : undefined}>
            <span className="reference-mark" aria-hidden="true">
              {isCorrect ? "✓" : isChosen ? "✗" : ""}
            </span>
            <span className="data-text">
              {letter !== null && <span className="reference-letter">{letter}. </span>}
              {text}
            </span>
            <span className="reference-tags">
              {logprob !== null && (
                <span className="tag" title="Log-probability of its request">
                  {formatNumber(logprob)}
                </span>
              )}
              {isChosen && <span className="tag">chosen</span>}
              {isCorrect && <span className="tag tag-correct">correct</span>}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
