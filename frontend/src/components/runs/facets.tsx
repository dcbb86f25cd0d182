import { FACETS, type FacetName, type FacetValue } from "../../api/types";
import { useUrlState } from "../../lib/url-state";
import { Facet } from "./facet";

const TITLES: Record<FacetName, string> = {
  model: "Model",
  scenario: "Scenario",
  group: "Group",
  method: "Method",
  status: "Status",
};

/** Filters with the number of runs each leaves. What is chosen lives in the address. */
export function Facets({ facets }: { facets: Record<FacetName, FacetValue[]> }) {
  const { getAll, update } = useUrlState();
  const isFiltered = FACETS.some((name) => getAll(name).length > 0);
  return (
    <div className="facets">
      {FACETS.map((name) => (
        <Facet
          key={name}
          title={TITLES[name]}
          values={facets[name]}
          chosen={getAll(name)}
          onChange={(values) => {
            update({ [name]: values, page: null });
          }}
        />
      ))}
      {isFiltered && (
        <button
          type="button"
          className="link-button small"
          onClick={() => {
            update({ ...Object.fromEntries(FACETS.map((name) => [name, null])), page: null });
          }}
        >
          Clear all filters
        </button>
      )}
    </div>
  );
}
