import type { Completion } from "../../api/types";
import { formatNumber } from "../../lib/format";
import { TOKEN_LEVELS, tokenLevel } from "../../lib/token-level";
import { Verbatim } from "../details";
import { TokenTable } from "./token-table";

interface Props {
  completion: Completion;
  /** Its number, where there are several. */
  number: number | null;
}

/** A completion, each token coloured by how sure the model was of it. */
export function TokenText({ completion, number }: Props) {
  const { text, tokens, logprob, finish_reason: reason, thinking } = completion;
  const title = number === null ? "Completion" : `Completion ${number}`;
  return (
    <section className="completion" aria-label={title}>
      <h5>
        {title}
        <span className="muted">
          {" "}
          log-probability {formatNumber(logprob)}
          {reason !== null && `, ended by ${reason}`}
        </span>
      </h5>
      {thinking !== null && (
        <details className="disclosure">
          <summary>Thinking</summary>
          <Verbatim text={thinking} label="Thinking" />
        </details>
      )}
      {tokens.length === 0 ? (
        <Verbatim text={text} label={title} />
      ) : (
        <>
          <pre className="verbatim tokens" tabIndex={0} aria-label={title}>
            {tokens.map((token, index) => (
              <span
                key={index}
                className={`token token-${tokenLevel(token.logprob)}`}
                title={`${JSON.stringify(token.text)}: log-probability ${formatNumber(token.logprob)}, probability ${formatNumber(Math.exp(token.logprob))}`}
              >
                {token.text}
              </span>
            ))}
          </pre>
          <p className="token-legend" aria-hidden="true">
            probability{" "}
            {TOKEN_LEVELS.map((label, level) => (
              <span key={label} className={`token token-${level}`}>
                {label}
              </span>
            ))}
          </p>
          <TokenTable tokens={tokens} />
        </>
      )}
    </section>
  );
}
