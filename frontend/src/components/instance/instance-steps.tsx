import { useEffect } from "react";
import { Link, useNavigate } from "react-router";
import type { InstanceDetail, Instances, Neighbour } from "../../api/types";
import { useUrlState } from "../../lib/url-state";

interface Props {
  instance: InstanceDetail;
  list: Instances;
}

/** Previous and next among the hits, also by the keys j and k. */
export function InstanceSteps({ instance: { previous, next }, list }: Props) {
  const { href } = useUrlState();
  const navigate = useNavigate();
  // The list turns its page when the next instance is not on it.
  const search = (to: Neighbour | null, step: number) => {
    if (to === null) return null;
    const page = list.page + (list.rows.some(({ row }) => row === to.row) ? 0 : step);
    return href({ row: String(to.row), page: page <= 1 ? null : String(page) });
  };
  const [back, on] = [search(previous, -1), search(next, 1)];

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target } = event;
      const isTyping = target instanceof HTMLElement && target.closest("input, select, textarea") !== null;
      if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      const to = event.key === "j" ? on : event.key === "k" ? back : null;
      if (to !== null) void navigate({ search: to }, { preventScrollReset: true, replace: true });
    };
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("keydown", onKey);
    };
  }, [back, on, navigate]);

  return (
    <nav className="instance-steps" aria-label="Other instances">
      <Link className="button button-quiet back-to-list" to={{ search: href({ row: null }) }} preventScrollReset>
        All instances
      </Link>
      <Step search={back} rel="prev" label="Previous" hotkey="k" />
      <Step search={on} rel="next" label="Next" hotkey="j" />
    </nav>
  );
}

interface StepProps {
  search: string | null;
  rel: "prev" | "next";
  label: string;
  hotkey: string;
}

function Step({ search, rel, label, hotkey }: StepProps) {
  const content = (
    <>
      {label} <kbd>{hotkey}</kbd>
    </>
  );
  return search === null ? (
    <span className="button button-quiet" aria-disabled="true">
      {content}
    </span>
  ) : (
    <Link className="button button-quiet" to={{ search }} rel={rel} replace preventScrollReset>
      {content}
    </Link>
  );
}
