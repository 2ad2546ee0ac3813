import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef } from "react";
import { tabCountsQuery } from "~/api/views";
import { t } from "~/lib/i18n/index";
import { withView } from "~/lib/query";
import { Kbd } from "~/ui/button";
import { Icon } from "~/ui/icon";
import { Num } from "~/ui/text";
import { useCurrentInView } from "~/ui/use-in-view";
import { limits } from "./issue-pages";
import { currentView, default_query, type IssueSearch, type View, views } from "./search";

interface Props {
  org: string;
  search: IssueSearch;
  /** Counts wait until the list itself is there. */
  ready: boolean;
  fresh: number;
  onFresh: () => void;
  children?: React.ReactNode;
}

export function ViewTabs({ org, search, ready, fresh, onFresh, children }: Props) {
  const query = search.query ?? default_query;
  const current = currentView(query);
  const strip = useRef<HTMLSpanElement>(null);
  useCurrentInView(strip, current?.id ?? "");
  const counts = useQuery({ ...tabCountsQuery(org, { ...limits(search), query: withView(query, "") || undefined }), enabled: ready }).data;
  return (
    <nav className="tabs" aria-label={t("views")}>
      <span className="tabs-s" ref={strip}>
        {views.map((view) => (
          <Tab key={view.id} org={org} search={search} view={view} query={withView(query, view.query)} current={view === current} count={counts?.[view.count]} />
        ))}
      </span>
      <NewPill fresh={fresh} onFresh={onFresh} />
      <span className="grow" />
      {children}
    </nav>
  );
}

/** New issues wait behind it, so that nothing moves under the reader. */
export function NewPill({ fresh, onFresh }: { fresh: number; onFresh: () => void }) {
  return (
    <span role="status">
      {fresh > 0 && (
        <button type="button" className="newpill" onClick={onFresh}>
          <Icon name="up" size={12} />
          {t("list.fresh", { n: fresh })}
          <Kbd>.</Kbd>
        </button>
      )}
    </span>
  );
}

interface TabProps {
  org: string;
  search: IssueSearch;
  view: View;
  query: string;
  current: boolean;
  count: number | undefined;
}

function Tab({ org, search, view, query, current, count }: TabProps) {
  const { cursor: _cursor, view: _view, ...kept } = search;
  return (
    <Link to="/organizations/$org/issues" params={{ org }} search={{ ...kept, query }} aria-current={current ? "page" : undefined} activeProps={{}}>
      {view.icon && <Icon name={view.icon} size={12} className={view.tone ?? ""} />}
      {t(view.label)}
      <span className="n">{count === undefined ? "" : <Num value={count} />}</span>
    </Link>
  );
}
