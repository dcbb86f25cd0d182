import { Link } from "react-router";
import { pageNumbers, paging } from "../lib/paging";
import { useUrlState } from "../lib/url-state";

interface Props {
  label: string;
  page: { page: number; page_size: number; total: number };
  /** Parameters that mean nothing on another page. */
  clears?: string[];
}

/** Links to the pages of a list, for the `page` parameter of the address. */
export function Pagination({ label, page: shown, clears = [] }: Props) {
  const { href } = useUrlState();
  const { page, pages } = paging(shown);
  if (pages < 2) return null;
  const cleared = Object.fromEntries(clears.map((name) => [name, null]));
  const to = (number: number) => ({ search: href({ ...cleared, page: number === 1 ? null : String(number) }) });
  return (
    <nav className="pagination" aria-label={label}>
      {page > 1 && (
        <Link to={to(page - 1)} rel="prev">
          Previous
        </Link>
      )}
      {pageNumbers(page, pages).map((number, index) =>
        number === null ? (
          <span key={`gap-${index}`} aria-hidden="true">
            …
          </span>
        ) : (
          <Link
            key={number}
            to={to(number)}
            aria-current={number === page ? "page" : undefined}
            aria-label={`Page ${number}`}
          >
            {number}
          </Link>
        ),
      )}
      {page < pages && (
        <Link to={to(page + 1)} rel="next">
          Next
        </Link>
      )}
    </nav>
  );
}
