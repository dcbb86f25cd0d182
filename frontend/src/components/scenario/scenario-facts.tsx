import type { ScenarioInfo, ScenarioRow } from "../../api/types";
import { Details } from "../details";

/** Its place in the taxonomy, and what scenario.json says. */
export function ScenarioFacts({ scenario: { taxonomy }, info }: { scenario: ScenarioRow; info: ScenarioInfo | null }) {
  const source = info?.definition_path;
  return (
    <Details
      items={[
        ["Task", taxonomy?.task],
        ["What", taxonomy?.what],
        ["Who", taxonomy?.who],
        ["When", taxonomy?.when],
        ["Language", taxonomy?.language],
        ["Tags", info?.tags.join(", ")],
        [
          "Source",
          source && /^https?:\/\//.test(source) ? (
            <a href={source} rel="noreferrer">
              {source}
            </a>
          ) : (
            source
          ),
        ],
      ]}
    />
  );
}
