import { type ReactNode, useState } from "react";
import type { EventDetail } from "~/api/event-types";
import type { Issue } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { exactNumber } from "~/lib/number";
import { IconButton } from "~/ui/button";
import { copyWithToast } from "~/ui/copy-button";
import { Bar, useTitle } from "~/ui/page";
import { Empty, Failed, SkeletonRows } from "~/ui/states";
import { phone, useMedia } from "~/ui/use-width";
import { AssignPicker } from "./assign-picker";
import { BulkBar } from "./bulk-bar";
import { DisplayMenu, GroupMenu } from "./display-menu";
import { FilterSheet } from "./filter-sheet";
import { HintBar } from "./hint-bar";
import { IssueGrid } from "./issue-grid";
import { ListEmpty } from "./list-empty";
import { LiveDot, LostBanner } from "./live-dot";
import { Peek } from "./peek";
import { PriorityMenu } from "./priority-menu";
import { SaveView } from "./save-view";
import { SearchBox } from "./search-box";
import { faultOf } from "./search-fault";
import { currentView, default_query, type IssueSearch, sortOf } from "./search";
import { subjectOf } from "./use-list-keys";
import { useListState } from "./use-list-state";
import { NewPill, ViewTabs } from "./view-tabs";

export interface ListProps {
  org: string;
  search: IssueSearch;
  onSearch: (change: Partial<IssueSearch>) => void;
  filters: ReactNode;
  periodLabel: string;
  /** Draws an event in the panel at the side. */
  renderEvent: (event: EventDetail) => ReactNode;
}

/** The status a row must have to belong here; null where the search does not say. */
function expectedStatus(query: string): Issue["status"] | null {
  if (/(^|\s)!is:/.test(query)) return null;
  if (query.includes("is:resolved")) return "resolved";
  if (query.includes("is:archived") || query.includes("is:ignored")) return "ignored";
  return query.includes("is:") ? "unresolved" : null;
}

export function IssueList(props: ListProps) {
  const { org, search, onSearch, filters, periodLabel } = props;
  const small = useMedia(phone);
  const query = search.query ?? default_query;
  const view = currentView(query);
  const state = useListState(props, small);
  const { list, issues, rows, total, live, actions, selection, focus, setFocus, scroller } = state;
  const [phoneSearch, setPhoneSearch] = useState(false);
  useTitle(view ? t(view.label) : null, t("issues"));
  const expected = expectedStatus(query);
  const fault = faultOf(list.error);
  const subject = subjectOf({ issues, focus, selection });
  const anchor = () => scroller.current?.querySelector(`[data-row="${focus}"]>:last-child`) ?? null;
  const rate = small ? <span className="sr">{t("live.on")}</span> : live.perMinute > 1 ? t("live.rate", { n: live.perMinute }) : null;
  return (
    <>
      <Bar
        title={t("issues")}
        actions={
          <>
            {small && <NewPill fresh={live.fresh} onFresh={state.showFresh} />}
            <LiveDot state={live.state}>{rate}</LiveDot>
            {small ? <IconButton icon="search" label={t("search.label")} aria-expanded={phoneSearch} onClick={() => setPhoneSearch(!phoneSearch)} /> : <span className="sep" />}
            <IconButton icon="link" className="hide-s" label={t("copy.view")} onClick={() => void copyWithToast(location.href, t("copy.linkDone"))} />
          </>
        }
      >
        {filters}
        {small && <FilterSheet search={search} onSearch={onSearch} onSave={() => state.setSaving(true)} />}
      </Bar>
      <main className="lm">
        <LostBanner state={live.state} />
        {(!small || phoneSearch || query !== (view?.query ?? null)) && (
          <div className="tools">
            <SearchBox org={org} query={query} onQuery={(next) => onSearch({ query: next })} fault={fault} note={total === null ? "" : t("search.matched", { n: exactNumber(total) })} focused={phoneSearch} />
            {!small && <SaveView org={org} search={search} onSearch={onSearch} open={state.saving} onOpenChange={state.setSaving} />}
          </div>
        )}
        {small && <SaveView org={org} search={search} onSearch={onSearch} open={state.saving} onOpenChange={state.setSaving} hidden />}
        <ViewTabs org={org} search={search} ready={list.isSuccess} fresh={small ? 0 : live.fresh} onFresh={state.showFresh}>
          <GroupMenu search={search} onSearch={onSearch} />
          <DisplayMenu search={search} onSearch={onSearch} />
        </ViewTabs>
        <div className="lp">
          {list.isPending ? <SkeletonRows rows={16} /> : fault !== null ? <Empty icon="search" title={t("search.unreadable")}>{fault.text}</Empty> : list.isError && issues.length === 0 ? <Failed error={list.error} retry={() => void list.refetch()} /> : rows.length === 0 ? <ListEmpty org={org} search={search} onSearch={onSearch} /> : (
            <IssueGrid
              org={org} rows={rows} issues={issues} total={total} small={small} period={periodLabel} chart={search.chart} onChart={(chart) => onSearch({ chart })} sort={sortOf(search)} onSort={(sort) => onSearch({ sort })}
              focus={focus} onFocus={setFocus} onAssign={state.onAssign} onFold={state.onFold} selection={selection} flashes={live.flashes} marks={state.marks} leaves={(issue) => expected !== null && issue.status !== expected}
              onEnd={state.onEnd} more={list.hasNextPage} scroller={scroller} startAt={state.startAt} onSwipe={state.onSwipe}
            />
          )}
          {state.peeked && !small && <Peek org={org} issue={issues[focus]} actions={actions} renderEvent={props.renderEvent} onClose={() => state.setPeeked(false)} />}
        </div>
        {selection.ids.size > 0 ? (
          <BulkBar
            org={org} issues={subject} total={total} loaded={issues.length} onAll={state.selectAll} actions={actions} onClear={selection.clear} onMerge={state.onMerge}
            assigning={state.open === "assign"} onAssigning={(open) => state.setOpen(open ? "assign" : null)} prioritising={state.open === "priority"} onPrioritising={(open) => state.setOpen(open ? "priority" : null)}
          />
        ) : (
          <>
            <AssignPicker org={org} align="end" current={subject[0]?.assignedTo ?? null} open={state.open === "assign"} onOpenChange={(open) => state.setOpen(open ? "assign" : null)} onAssign={(actor) => actions.assign(subject, actor)} anchor={anchor} />
            <PriorityMenu open={state.open === "priority"} onOpenChange={(open) => state.setOpen(open ? "priority" : null)} current={subject[0]?.priority ?? null} onPick={(level) => actions.prioritise(subject, level)} anchor={anchor} />
          </>
        )}
      </main>
      <HintBar keys={["j k move", "x select", "enter open", "space peek", "e resolve", "i archive", "a assign", "p priority", "slash search", "z undo", "? all"]} note={issues.length > 0 ? t("list.position", { n: focus + 1, total: exactNumber(total ?? issues.length) }) : ""} />
    </>
  );
}
