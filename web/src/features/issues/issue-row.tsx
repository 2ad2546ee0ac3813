import { Link } from "@tanstack/react-router";
import { memo, type MouseEvent } from "react";
import type { Issue } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { Avatar, Chip, PriorityBars } from "~/ui/badges";
import { Icon } from "~/ui/icon";
import { LevelIcon } from "~/ui/level-icon";
import { Num, Time } from "~/ui/text";
import { hotRate, Trend } from "~/ui/trend";
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
  /** When releases of its project came, in seconds. */
  marks: readonly number[];
  deploys: readonly number[];
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

/** How far over its usual rate it is now, where that is far. */
function Rate({ issue }: { issue: Issue }) {
  const rate = hotRate(points(issue).map(([, n]) => n));
  if (rate === null || issue.status !== "unresolved") return null;
  const n = rate >= 10 ? Math.round(rate) : Math.round(rate * 10) / 10;
  return <Chip tone="esc" title={t("row.rate", { n })}>{n}×</Chip>;
}

export const IssueRow = memo(function IssueRow({ org, issue, index, focused, checked, flashAt, periodLabel, marks, deploys, leaving, onFocus, onCheck, onAssign }: RowProps) {
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
        <Rate issue={issue} />
      </span>
      <span role="gridcell" className="cu ell" title={issue.culprit ?? ""}>{fn && <b>{fn}</b>} {file}</span>
      <span role="gridcell" className="id ell">{issue.shortId}</span>
      <span role="gridcell"><Trend points={points(issue)} marks={marks} deploys={deploys} label={t("trend.label", { period: periodLabel })} /></span>
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
