import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { leaderboardQuery } from "../../api/queries";
import { leaderboardPath } from "../../lib/links";
import { GroupLeaderboard } from "../leaderboard/group-leaderboard";
import { Loading } from "../loading";

export function ScenarioLeaderboard({ group }: { group: string }) {
  const { data, error } = useQuery(leaderboardQuery(group));
  return (
    <section>
      <h2>
        <Link to={leaderboardPath(group)}>Leaderboard</Link>
      </h2>
      {error && <p className="field-note">{error.message}</p>}
      {data ? <GroupLeaderboard leaderboard={data} /> : !error && <Loading />}
    </section>
  );
}
