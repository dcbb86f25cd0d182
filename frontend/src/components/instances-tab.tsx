import { useQueries } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { DataFileError } from "../api/fetch-json";
import { runQueries } from "../api/queries";
import type { RunSpec, Schema } from "../api/types";
import type { Verdict } from "../lib/correctness";
import { plural } from "../lib/format";
import { countVerdicts, instanceText, joinInstances } from "../lib/instances";
import { paginate } from "../lib/paging";
import { parseSearch } from "../lib/search";
import { useUrlState } from "../lib/url-state";
import { InstanceCard } from "./instance-card";
import { Loading } from "./loading";
import { Pagination } from "./pagination";
import { Command, FileFault, summarizeCommand } from "./problems";
import { SearchField } from "./search-field";
import { SelectField } from "./select-field";

const PAGE_SIZE = 10;

interface Props {
  suite: string;
  runSpec: RunSpec;
  schema: Schema | undefined;
}

export function InstancesTab({ suite, runSpec, schema }: Props) {
  const files = runQueries(suite, runSpec.name);
  const [instances, predictions, requests] = useQueries({
    queries: [files.instances(), files.predictions(), files.requests()],
  });
  const views = useMemo(
    () =>
      instances.data && predictions.data && requests.data
        ? joinInstances(instances.data, predictions.data, requests.data)
        : null,
    [instances.data, predictions.data, requests.data],
  );
  const { get, update } = useUrlState();
  const wanted = get("instance");

  // A link to one instance opens the page that has it.
  const place = wanted && views ? views.findIndex((view) => view.id === wanted) : -1;
  useEffect(() => {
    if (place >= 0) document.querySelector(".instance.wanted")?.scrollIntoView({ block: "start" });
  }, [place]);

  const errors = [instances.error, predictions.error, requests.error].filter((error) => error !== null);
  const missing = errors.flatMap((error) =>
    error instanceof DataFileError && error.fault === "missing" ? [error.file] : [],
  );
  if (missing.length > 0) return <NoDisplayFiles missing={missing} />;
  const [error] = errors;
  if (error instanceof DataFileError) return <FileFault error={error} />;
  if (error) throw error;
  if (!views) return <Loading />;

  const counts = countVerdicts(views);
  const show = get("show") as Verdict | "";
  const search = parseSearch(get("q"));
  const shown = views.filter(
    (view) =>
      (show === "" || view.predictions.some(({ correctness }) => correctness.verdict === show)) &&
      search.matches(instanceText(view)),
  );
  const asked = get("page") || (place >= 0 ? String(Math.floor(place / PAGE_SIZE) + 1) : null);
  const page = paginate(shown, asked, PAGE_SIZE);
  const total = counts.correct + counts.wrong + counts.unknown;
  return (
    <>
      <div className="filters">
        <SearchField
          label="Search instances"
          value={get("q")}
          placeholder="words, or /pattern/"
          onChange={(q) => {
            update({ q, page: null, instance: null });
          }}
          note={search.invalidPattern ? "This is not a valid pattern; it is searched as words." : undefined}
        />
        <SelectField
          label="Predictions"
          value={show}
          onChange={(chosen) => {
            update({ show: chosen, page: null, instance: null });
          }}
        >
          <option value="">All ({total})</option>
          <option value="correct">Correct ({counts.correct})</option>
          <option value="wrong">Wrong ({counts.wrong})</option>
          <option value="unknown">Unknown ({counts.unknown})</option>
        </SelectField>
        <p className="count" role="status">
          {shown.length === views.length
            ? plural(views.length, "instance")
            : `${shown.length} of ${plural(views.length, "instance")}`}
          {page.pages > 1 && `, ${page.first}–${page.last} shown`}
        </p>
      </div>
      {page.items.length === 0 && (
        <p className="empty">{views.length === 0 ? "This run has no instances." : "No instance matches."}</p>
      )}
      <ol className="instances" start={page.first}>
        {page.items.map((view) => (
          <InstanceCard
            key={`${view.id} ${JSON.stringify(view.perturbation)}`}
            view={view}
            runSpec={runSpec}
            schema={schema}
            wanted={view.id === wanted}
          />
        ))}
      </ol>
      <Pagination page={page} label="Pages of instances" />
    </>
  );
}

function NoDisplayFiles({ missing }: { missing: string[] }) {
  return (
    <div className="notice" role="status">
      <p>
        The instances cannot be shown: this run has no{" "}
        {missing.map((file, index) => (
          <span key={file}>
            {index > 0 && (index === missing.length - 1 ? " and " : ", ")}
            <code>{file}</code>
          </span>
        ))}
        . Summarising writes them:
      </p>
      <Command>{summarizeCommand()}</Command>
      <p>The run spec above and the Metrics tab do not need them.</p>
    </div>
  );
}
