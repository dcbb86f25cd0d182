import { Link } from "react-router";
import { pageNumbers, type Page } from "../lib/paging";
import { useUrlState } from "../lib/url-state";

/** Links to the pages of a list, for the `page` parameter of the address. */
export function Pagination({ page, label }: { page: Page<unknown>; label: string }) {
  const { href } = useUrlState();
  if (page.pages < 2) return null;
  const to = (number: number) => ({ search: href({ page: number === 1 ? null : String(number), instance: null }) });
  return (
    <nav className="pagination" aria-label={label}>
      {page.page > 1 && (
        <Link to={to(page.page - 1)} rel="prev">
          Previous
        </Link>
      )}
      {pageNumbers(page.page, page.pages).map((number, index) =>
        number === null ? (
          <span key={`gap-${index}`} aria-hidden="true">
            …
          </span>
        ) : (
          <Link
            key={number}
            to={to(number)}
            aria-current={number === page.page ? "page" : undefined}
            aria-label={`Page ${number}`}
          >
            {number}
          </Link>
        ),
      )}
      {page.page < page.pages && (
        <Link to={to(page.page + 1)} rel="next">
          Next
        </Link>
      )}
    </nav>
  );
}
