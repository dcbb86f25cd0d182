import { useState } from "react";
import type { Token } from "../../api/types";
import { formatNumber } from "../../lib/format";

/** More tokens than these are not listed: prompts that are echoed have hundreds. */
const MOST_LISTED = 500;

/** What the colours say, as numbers. Made only when opened. */
export function TokenTable({ tokens }: { tokens: Token[] }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      className="disclosure"
      onToggle={({ currentTarget }) => {
        setOpen(currentTarget.open);
      }}
    >
      <summary>Tokens as a table</summary>
      {isOpen && (
        <div className="table-box fit" role="region" aria-label="Tokens" tabIndex={0}>
          <table className="compact">
            <thead>
              <tr>
                <th scope="col">Token</th>
                <th scope="col" className="numeric">
                  Log-probability
                </th>
                <th scope="col" className="numeric">
                  Probability
                </th>
              </tr>
            </thead>
            <tbody>
              {tokens.slice(0, MOST_LISTED).map((token, index) => (
                <tr key={index}>
                  <th scope="row">
                    <code className="pre">{JSON.stringify(token.text)}</code>
                  </th>
                  <td className="numeric">{formatNumber(token.logprob)}</td>
                  <td className="numeric">{formatNumber(Math.exp(token.logprob))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}
