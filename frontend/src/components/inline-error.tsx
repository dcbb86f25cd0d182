import { ApiError } from "../api/fetch-json";

/** Why a part of a page can't be shown; the rest of the page stays. */
export function InlineError({ error }: { error: Error }) {
  return (
    <div className="notice" role="alert">
      <p className="data-text">{error.message}</p>
      {error instanceof ApiError && error.hint !== null && <p className="data-text muted">{error.hint}</p>}
    </div>
  );
}
