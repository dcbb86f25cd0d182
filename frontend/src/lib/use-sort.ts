import { useUrlState } from "./url-state";

export interface Sort {
  column: string;
  descending: boolean;
}

/** The order of a table, which lives in the address as `sort` and `order`. */
export function useSort(columns: readonly { id: string; value?: unknown }[], byDefault: Sort | null = null) {
  const url = useUrlState();
  const asked = url.get("sort");
  const known = columns.some((column) => column.id === asked && column.value !== undefined);
  const sort = known ? { column: asked, descending: url.get("order") === "desc" } : byDefault;
  const press = (column: string, descendingFirst: boolean) => {
    const descending = sort?.column === column ? !sort.descending : descendingFirst;
    url.update({ sort: column, order: descending ? "desc" : "asc", page: null });
  };
  return { sort, press };
}
