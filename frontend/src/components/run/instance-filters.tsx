import type { RunDetail } from "../../api/types";
import { useUrlState, type Changes } from "../../lib/url-state";
import { SearchField } from "../search-field";
import { SelectField } from "../select-field";

const PLACES = ["input", "references", "prediction", "prompt", "id"];

/** Chooses instances; the server does it, so a large run costs the browser nothing. */
export function InstanceFilters({ run }: { run: RunDetail }) {
  const { get, update } = useUrlState();
  const { counts, perturbations, splits, trials } = run;
  const change = (changes: Changes) => {
    update({ ...changes, page: null, row: null });
  };
  const choose = (parameter: string) => (value: string) => {
    change({ [parameter]: value });
  };
  return (
    <div className="toolbar">
      <SearchField
        label="Search instances"
        value={get("q")}
        placeholder="words, or /pattern/"
        onChange={choose("q")}
      />
      <SelectField label="Search in" value={get("in")} onChange={choose("in")}>
        <option value="">everything</option>
        {PLACES.map((place) => (
          <option key={place}>{place}</option>
        ))}
      </SelectField>
      <SelectField label="Answer" value={get("verdict")} onChange={choose("verdict")}>
        <option value="">All{counts && ` (${counts.correct + counts.wrong + counts.unknown})`}</option>
        <option value="correct">Correct{counts && ` (${counts.correct})`}</option>
        <option value="wrong">Wrong{counts && ` (${counts.wrong})`}</option>
        <option value="unknown">Unknown{counts && ` (${counts.unknown})`}</option>
      </SelectField>
      {(counts === null || counts.truncated > 0 || get("truncated") !== "") && (
        <SelectField label="Prompt" value={get("truncated")} onChange={choose("truncated")}>
          <option value="">All</option>
          <option value="true">Truncated{counts && ` (${counts.truncated})`}</option>
          <option value="false">Whole</option>
        </SelectField>
      )}
      {((counts !== null && counts.failed > 0) || get("failed") !== "") && (
        <SelectField label="Requests" value={get("failed")} onChange={choose("failed")}>
          <option value="">All</option>
          <option value="true">Failed{counts && ` (${counts.failed})`}</option>
          <option value="false">Answered</option>
        </SelectField>
      )}
      {perturbations.length > 0 && (
        <SelectField label="Perturbation" value={get("perturbation")} onChange={choose("perturbation")}>
          <option value="">All</option>
          <option value="none">none</option>
          {perturbations.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </SelectField>
      )}
      {splits.length > 1 && (
        <SelectField label="Split" value={get("split")} onChange={choose("split")}>
          <option value="">All</option>
          {splits.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </SelectField>
      )}
      {trials > 1 && (
        <SelectField label="Train trial" value={get("trial")} onChange={choose("trial")}>
          <option value="">All</option>
          {Array.from({ length: trials }, (_unused, trial) => (
            <option key={trial}>{trial}</option>
          ))}
        </SelectField>
      )}
    </div>
  );
}
