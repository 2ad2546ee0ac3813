import { Link } from "@tanstack/react-router";
import { memo, type MouseEvent } from "react";
import type { Issue } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { Avatar, PriorityBars } from "~/ui/badges";
import { Icon } from "~/ui/icon";
import { LevelIcon } from "~/ui/level-icon";
import { Num, Time } from "~/ui/text";
import { Trend } from "~/ui/trend";
import { StatusGlyph, titleParts, whereParts } from "./status";

export interface RowProps {
  org: string;
  issue: Issue;
  index: number;
  focused: boolean;
  checked: boolean;
  /** When the stream last changed it; each new value plays the tint once. */
  flashAt: number;
  periodLabel: string;
  /** True when the row no longer belongs here, but waits for an undo. */
  leaving: boolean;
  onFocus: (index: number) => void;
  onCheck: (id: string, range: boolean) => void;
  onAssign: (index: number) => void;
}

/** A click anywhere on the row follows its link, with the keys held as on the link itself. */
function follow(event: MouseEvent<HTMLElement>): void {
  if (!(event.target instanceof Element) || event.target.closest("a,button") || getSelection()?.type === "Range") return;
  const { ctrlKey, metaKey, shiftKey } = event;
  event.currentTarget.querySelector("a")?.dispatchEvent(new globalThis.MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }));
}

export function points(issue: Issue): ReadonlyArray<readonly [number, number]> {
  return issue.stats?.auto ?? Object.values(issue.stats ?? {})[0] ?? [];
}

export const IssueRow = memo(function IssueRow({ org, issue, index, focused, checked, flashAt, periodLabel, leaving, onFocus, onCheck, onAssign }: RowProps) {
  const { type, message } = titleParts(issue);
  const { fn, file } = whereParts(issue);
  const priority = issue.priority ? t(`priority.label.${issue.priority}`) : t("priority.none");
  return (
    <div
      className={`ir ${focused ? "foc" : ""} ${checked ? "sel" : ""} ${leaving ? "gone" : ""}`}
      role="row" aria-rowindex={index + 2} aria-selected={checked} tabIndex={focused ? 0 : -1} data-row={index}
      onFocus={() => onFocus(index)} onClick={follow}
    >
      {flashAt > 0 && <i key={flashAt} className="fl-bg" aria-hidden="true" />}
      <span role="gridcell">
        <button type="button" className={`ck ${checked ? "on" : ""}`} role="checkbox" tabIndex={-1} aria-checked={checked} aria-label={t("row.select", { id: issue.shortId })} onClick={(event) => onCheck(issue.id, event.shiftKey)}>
          {checked && <Icon name="check" size={12} />}
        </button>
      </span>
      <span role="gridcell"><LevelIcon level={issue.level} /></span>
      <span role="gridcell"><StatusGlyph issue={issue} /></span>
      <span role="gridcell" className="ti">
        <Link className="ty ell" to="/organizations/$org/issues/$issueId" params={{ org, issueId: issue.id }} tabIndex={-1}>{type}</Link>
        <span className="ms ell" title={message}>{message}</span>
      </span>
      <span role="gridcell" className="cu ell" title={issue.culprit ?? ""}>{fn && <b>{fn}</b>} {file}</span>
      <span role="gridcell" className="id ell">{issue.shortId}</span>
      <span role="gridcell"><Trend points={points(issue)} label={t("trend.label", { period: periodLabel })} /></span>
      <span role="gridcell" className="num"><Num value={issue.count} /></span>
      <span role="gridcell" className={`num ${issue.userCount === 0 ? "t3" : ""}`}><Num value={issue.userCount} /></span>
      <span role="gridcell" className="seen">
        <b><Time value={issue.lastSeen} short label={t("seen.last")} /></b> / <Time value={issue.firstSeen} short label={t("seen.first")} />
      </span>
      <span role="gridcell" className="pr-c"><PriorityBars level={issue.priority} label={priority} /></span>
      <span role="gridcell">
        <button type="button" className="av-b" tabIndex={-1} onClick={() => onAssign(index)}>
          <span className="sr">{t("do.assign")}: </span>
          <Avatar name={issue.assignedTo?.name ?? null} team={issue.assignedTo?.type === "team"} nobody={t("assign.none")} />
        </button>
      </span>
    </div>
  );
});

export function ListHead({ allChecked, onCheckAll, periodLabel, sort, onSort }: { allChecked: boolean; onCheckAll: () => void; periodLabel: string; sort: string; onSort: (sort: "date" | "new" | "freq" | "user") => void }) {
  const sortable = (id: "freq" | "user", label: string) => (
    <span role="columnheader" className="num" aria-sort={sort === id ? "descending" : "none"}>
      <button type="button" className={sort === id ? "on" : ""} onClick={() => onSort(id)}>{label}{sort === id && <Icon name="chevronDown" size={12} />}</button>
    </span>
  );
  return (
    <div className="ir head" role="row" aria-rowindex={1}>
      <span role="columnheader">
        <button type="button" role="checkbox" aria-checked={allChecked} aria-label={t("row.selectAll")} className={`ck ${allChecked ? "on" : ""}`} onClick={onCheckAll}>{allChecked && <Icon name="check" size={12} />}</button>
      </span>
      <span role="columnheader"><span className="sr">{t("col.level")}</span></span>
      <span role="columnheader"><span className="sr">{t("col.state")}</span></span>
      <span role="columnheader">{t("col.issue")}</span>
      <span role="columnheader" className="cu-h">{t("col.where")}</span>
      <span role="columnheader" className="id-h">{t("col.id")}</span>
      <span role="columnheader">{periodLabel}</span>
      {sortable("freq", t("col.events"))}
      {sortable("user", t("col.users"))}
      <span role="columnheader" className="num" aria-sort={sort === "date" || sort === "new" ? "descending" : "none"}>
        <button type="button" className={sort === "date" ? "on" : ""} onClick={() => onSort("date")}>{t("col.last")}{sort === "date" && <Icon name="chevronDown" size={12} />}</button>
        <span>/</span>
        <button type="button" className={sort === "new" ? "on" : ""} onClick={() => onSort("new")}>{t("col.age")}{sort === "new" && <Icon name="chevronDown" size={12} />}</button>
      </span>
      <span role="columnheader">{t("col.priority")}</span>
      <span role="columnheader"><span className="sr">{t("col.assignee")}</span></span>
    </div>
  );
}
