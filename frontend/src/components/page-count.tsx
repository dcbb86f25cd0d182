import { plural } from "../lib/format";
import { paging } from "../lib/paging";

interface Props {
  page: { page: number; page_size: number; total: number };
  one: string;
}

/** "1,200 runs, 51–100 shown", said again when it changes. */
export function PageCount({ page, one }: Props) {
  const { pages, first, last } = paging(page);
  return (
    <p className="count" role="status">
      {plural(page.total, one)}
      {pages > 1 && first > 0 && `, ${first}–${last} shown`}
    </p>
  );
}
