import type { Measure } from "../../lib/leaderboard";
import { useUrlState } from "../../lib/url-state";
import { SelectField } from "../select-field";

interface Props {
  label: string;
  /** The parameter of the address that holds the choice. */
  parameter: string;
  measures: Measure[];
  chosen: Measure;
}

/** Chooses what a chart shows, among the measures of all tables. */
export function MeasureSelect({ label, parameter, measures, chosen }: Props) {
  const { update } = useUrlState();
  const titles = [...new Set(measures.map(({ table }) => table.title))];
  return (
    <SelectField
      label={label}
      value={chosen.id}
      onChange={(id) => {
        update({ [parameter]: id });
      }}
    >
      {titles.map((title) => (
        <optgroup key={title} label={title}>
          {measures
            .filter(({ table }) => table.title === title)
            .map((measure) => (
              <option key={measure.id} value={measure.id}>
                {measure.label}
              </option>
            ))}
        </optgroup>
      ))}
    </SelectField>
  );
}
