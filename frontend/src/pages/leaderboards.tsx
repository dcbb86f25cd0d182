import { useSuspenseQueries, useSuspenseQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "react-router";
import { leaderboardQuery, leaderboardsQuery, siteQuery } from "../api/queries";
import type { Leaderboards } from "../api/types";
import { Empty } from "../components/empty";
import { GroupLeaderboard } from "../components/leaderboard/group-leaderboard";
import { ProblemList } from "../components/problem-list";
import { Command } from "../components/problems";
import { SelectField } from "../components/select-field";
import { LinkedText } from "../components/linked-text";
import { plural } from "../lib/format";
import { leaderboardPath, predictionsPath, scenarioPath } from "../lib/links";

export function LeaderboardsPage() {
  const { group } = useParams();
  return group === undefined ? <FirstLeaderboard /> : <LeaderboardPage key={group} group={group} />;
}

/** The leaderboard of the first group, where the address names none. */
function FirstLeaderboard() {
  const { data } = useSuspenseQuery(leaderboardsQuery());
  const group = data.categories[0]?.groups[0]?.name;
  return group === undefined ? <NoLeaderboard data={data} /> : <LeaderboardPage group={group} />;
}

function LeaderboardPage({ group }: { group: string }) {
  const [{ data: all }, { data: leaderboard }] = useSuspenseQueries({
    queries: [leaderboardsQuery(), leaderboardQuery(group)],
  });
  const { display_name: name, description, run_count: runs, model_count: models } = leaderboard.group;
  const navigate = useNavigate();
  return (
    <>
      <title>{`${name} · Leaderboards · helm-rs`}</title>
      <div className="page-head">
        <h1>{name}</h1>
        <SelectField
          label="Group"
          value={group}
          onChange={(chosen) => void navigate(leaderboardPath(chosen))}
        >
          {all.categories.map(({ title, groups }) => (
            <optgroup key={title} label={title}>
              {groups.map((choice) => (
                <option key={choice.name} value={choice.name}>
                  {choice.display_name}
                </option>
              ))}
            </optgroup>
          ))}
        </SelectField>
      </div>
      {description !== null && description !== "" && (
        <p className="lead">
          <LinkedText text={description} />
        </p>
      )}
      <p className="actions small">
        <span className="muted">
          {plural(models, "model")}, {plural(runs, "run")}
        </span>
        <Link to={scenarioPath(group)}>About the scenario</Link>
        <Link to={predictionsPath({ group })}>Runs</Link>
      </p>
      <ProblemList problems={leaderboard.problems} />
      <GroupLeaderboard leaderboard={leaderboard} />
    </>
  );
}

function NoLeaderboard({ data }: { data: Leaderboards }) {
  const { data: site } = useSuspenseQuery(siteQuery());
  const { counts, is_summarized: isSummarized, summarize_command: command, version } = site;
  return (
    <>
      <title>Leaderboards · helm-rs</title>
      <h1>Leaderboards</h1>
      <ProblemList problems={data.problems} />
      {counts.runs === 0 ? (
        <Empty title={`No runs in ${version.name} yet`}>
          <p>
            The {version.kind} <strong>{version.name}</strong> has no runs. This command makes some:
          </p>
          <Command>{`helm-run --suite ${version.name} --run-entries ENTRY`}</Command>
          <p>
            They appear under <Link to="/predictions">Predictions</Link> as soon as they start.
          </p>
        </Empty>
      ) : (
        <Empty title={isSummarized ? "No group has results" : "Not summarised yet"}>
          <p>
            There {counts.runs === 1 ? "is" : "are"} {plural(counts.runs, "run")}, {counts.complete_runs} of them
            complete. Leaderboards are made of complete runs by this command:
          </p>
          <Command>{command}</Command>
          <p>
            The runs themselves are under <Link to="/predictions">Predictions</Link>.
          </p>
        </Empty>
      )}
    </>
  );
}
