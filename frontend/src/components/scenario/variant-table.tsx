import { useMemo } from "react";
import { Link } from "react-router";
import type { ScenarioVariant } from "../../api/types";
import { plural } from "../../lib/format";
import { runsBehindPath } from "../../lib/links";
import { DataTable, type Column } from "../data-table";

/** The different arguments that the scenario was asked with, and how many instances of which split. */
export function VariantTable({ variants, group }: { variants: ScenarioVariant[]; group: string }) {
  const columns = useMemo(() => {
    const splits = [...new Set(variants.flatMap((variant) => variant.splits.map(({ split }) => split)))];
    const count = (variant: ScenarioVariant, wanted: string) =>
      variant.splits.find(({ split }) => split === wanted)?.instances;
    return [
      { id: "variant", header: "Variant", value: (variant) => variant.label, cell: (variant) => variant.label || group },
      ...splits.map(
        (split): Column<ScenarioVariant> => ({
          id: `split ${split}`,
          header: split,
          title: "Different instances that were asked, unperturbed",
          numeric: true,
          descendingFirst: true,
          value: (variant) => count(variant, split),
          cell: (variant) => count(variant, split)?.toLocaleString("en") ?? <span className="muted">–</span>,
        }),
      ),
      {
        id: "runs",
        header: "Runs",
        numeric: true,
        descendingFirst: true,
        value: (variant) => variant.runs.length,
        cell: (variant) => {
          const href = runsBehindPath(variant.runs, { group, q: Object.values(variant.args).join(" ") });
          return href === null ? "0" : (
            <Link to={href} aria-label={`${plural(variant.runs.length, "run")} of ${variant.label}`}>
              {variant.runs.length.toLocaleString("en")}
            </Link>
          );
        },
      },
    ] satisfies Column<ScenarioVariant>[];
  }, [variants, group]);
  return <DataTable caption="Splits and sizes" columns={columns} rows={variants} className="compact" empty="No run of this scenario has instances yet." />;
}
