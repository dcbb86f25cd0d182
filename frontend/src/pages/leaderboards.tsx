import { useQuery, useSuspenseQueries, useSuspenseQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "react-router";
import {
  groupsMetadataQuery,
  groupsQuery,
  groupTablesQuery,
  runSpecsQuery,
  schemaQuery,
  summaryQuery,
} from "../api/queries";
import type { Table } from "../api/types";
import { LeaderboardTable } from "../components/leaderboard-table";
import { LinkedText } from "../components/linked-text";
import { Loading } from "../components/loading";
import { Problem } from "../components/problems";
import { SelectField } from "../components/select-field";
import { plural } from "../lib/format";
import { leaderboardGroups, type GroupCategory } from "../lib/groups";
import { filledColumns, findTable, tableKey } from "../lib/leaderboard";
import { leaderboardPath, scenarioPath } from "../lib/links";
import { useUrlState } from "../lib/url-state";

// More tables than this are chosen from a list instead of tabs.
const MOST_TABS = 10;

export function LeaderboardsPage() {
  const params = useParams();
  const [{ data: tables }, { data: schema }, { data: runSpecs }] = useSuspenseQueries({
    queries: [groupsQuery(), schemaQuery(), runSpecsQuery()],
  });
  const categories = leaderboardGroups(tables, schema, runSpecs);
  const group = params.group ?? categories[0]?.groups[0]?.group;
  if (group === undefined) {
    return (
      <Problem title="No leaderboard has data">
        <p>
          The summary lists {plural(runSpecs.length, "run")}, but none of them belongs to a group of its schema. Another
          schema may fit: see <code>--schema-path</code> of <code>helm-summarize</code>.
        </p>
      </Problem>
    );
  }
  const listed = categories.some((category) => category.groups.some((choice) => choice.group === group));
  const View = listed ? GroupLeaderboard : UnlistedGroup;
  return <View key={group} group={group} categories={categories} />;
}

interface Props {
  group: string;
  categories: GroupCategory[];
}

/** A group that should have no leaderboard. If it has one after all, it is shown. */
function UnlistedGroup({ group, categories }: Props) {
  const { data, isPending } = useQuery(groupTablesQuery(group));
  if (isPending) return <Loading />;
  if (data) return <GroupLeaderboard group={group} categories={categories} />;
  return (
    <Problem title="No leaderboard for this group">
      <p>
        The summary has no tables for a group named <code>{group}</code>: no run belongs to it.
      </p>
      <ul>
        {categories
          .flatMap((category) => category.groups)
          .map((choice) => (
            <li key={choice.group}>
              <Link to={leaderboardPath(choice.group)}>{choice.label}</Link>
            </li>
          ))}
      </ul>
    </Problem>
  );
}

function GroupLeaderboard({ group, categories }: Props) {
  const navigate = useNavigate();
  const [{ data: tables }, { data: metadata }] = useSuspenseQueries({
    queries: [groupTablesQuery(group), groupsMetadataQuery()],
  });
  const { data: summary } = useSuspenseQuery(summaryQuery());
  const { get } = useUrlState();
  const about = metadata[group];
  const name = about?.display_name ?? group;
  const found = findTable(tables, get("table") || null);
  const listed = categories.some((category) => category.groups.some((choice) => choice.group === group));

  return (
    <>
      <title>{`${name} · Leaderboards · helm-rs`}</title>
      <div className="page-head">
        <h1>{name}</h1>
        <SelectField
          label="Group"
          value={group}
          onChange={(chosen) => {
            void navigate(leaderboardPath(chosen));
          }}
        >
          {!listed && <option value={group}>{name}</option>}
          {categories.map((category) => (
            <optgroup key={category.title} label={category.title}>
              {category.groups.map((choice) => (
                <option key={choice.group} value={choice.group}>
                  {choice.label}
                </option>
              ))}
            </optgroup>
          ))}
        </SelectField>
      </div>
      <p className="lead">
        <LinkedText text={about?.description} />{" "}
        <Link to={scenarioPath(group)} className="more">
          About this group
        </Link>
      </p>
      {found ? (
        <>
          <TableChoice tables={tables} current={found.index} />
          <TableView key={found.index} group={group} table={found.table} tableIndex={found.index} />
        </>
      ) : (
        <p className="empty">This group has no tables.</p>
      )}
      {summary.date && <p className="foot-note">Summarised on {summary.date}.</p>}
    </>
  );
}

function TableChoice({ tables, current }: { tables: Table[]; current: number }) {
  const { href, update } = useUrlState();
  const titles = tables.map((table, index) => ({ key: tableKey(table, index), title: table.title }));
  if (titles.length < 2) return null;
  if (titles.length > MOST_TABS) {
    return (
      <SelectField
        label="Table"
        value={titles[current]?.key ?? ""}
        onChange={(table) => {
          update({ table, sort: null, order: null });
        }}
      >
        {titles.map(({ key, title }) => (
          <option key={key} value={key}>
            {title}
          </option>
        ))}
      </SelectField>
    );
  }
  return (
    <nav className="tabs" aria-label="Tables of this group">
      {titles.map(({ key, title }, index) => (
        <Link
          key={key}
          to={{ search: href({ table: index === 0 ? null : key, sort: null, order: null }) }}
          preventScrollReset
          aria-current={index === current ? "page" : undefined}
        >
          {title}
        </Link>
      ))}
    </nav>
  );
}

function TableView({ group, table, tableIndex }: { group: string; table: Table; tableIndex: number }) {
  const { get, update } = useUrlState();
  const filled = filledColumns(table);
  const all = get("columns") === "all" || filled.length < 2;
  const emptyCount = table.header.length - filled.length;
  const shown = all ? table.header.map((_cell, index) => index) : filled;
  return (
    <>
      {table.description && (
        <p className="lead">
          <LinkedText text={table.description} />
        </p>
      )}
      {emptyCount > 0 && filled.length >= 2 && (
        <label className="check">
          <input
            type="checkbox"
            checked={all}
            onChange={(event) => {
              update({ columns: event.target.checked ? "all" : null });
            }}
          />
          Show {plural(emptyCount, "column")} without values
        </label>
      )}
      <LeaderboardTable group={group} table={table} tableIndex={tableIndex} shown={shown} />
    </>
  );
}
