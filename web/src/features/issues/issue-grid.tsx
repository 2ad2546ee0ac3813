import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useMemo, useRef } from "react";
import type { Marks } from "~/api/releases";
import type { Issue } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { useStore } from "~/lib/store";
import { density, row_px } from "~/ui/density";
import { GroupRow } from "./group-row";
import { IssueRow } from "./issue-row";
import { ListHead } from "./list-head";
import { PhoneRow } from "./phone-row";
import type { Row } from "./rows";
import type { Sort } from "./search";
import type { Selection } from "./selection";

const phone_row_px = 84;
const group_px = { desk: 28, phone: 34 };
/** Free space after the last row, so that the bar of actions covers none. */
const tail_px = 64;
const fetch_ahead_rows = 15;

export interface GridProps {
  org: string;
  rows: readonly Row[];
  issues: readonly Issue[];
  total: number | null;
  small: boolean;
  period: string;
  chart: "24h" | undefined;
  onChart: (chart: "24h" | undefined) => void;
  sort: Sort;
  onSort: (sort: Sort) => void;
  focus: number;
  onFocus: (index: number) => void;
  onAssign: (index: number) => void;
  onFold: (group: string) => void;
  selection: Selection;
  flashes: ReadonlyMap<string, number>;
  marks: Marks;
  leaves: (issue: Issue) => boolean;
  onEnd: () => void;
  more: boolean;
  scroller: RefObject<HTMLDivElement | null>;
  startAt: number;
  onSwipe: (issue: Issue, side: "right" | "left") => void;
}

const no_marks: readonly number[] = [];

export function IssueGrid(props: GridProps) {
  const { rows, issues, small, selection, focus, onFocus, onEnd, more, scroller, startAt } = props;
  const close = useStore(density);
  const height = small ? phone_row_px : row_px[close];
  const head = small ? group_px.phone : group_px.desk;
  const virtual = useVirtualizer({
    count: rows.length, getScrollElement: () => scroller.current, overscan: 12, initialOffset: startAt,
    estimateSize: (at) => (rows[at]?.kind === "group" ? head : height),
    getItemKey: (at) => keyOf(rows[at], at),
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last >= rows.length - fetch_ahead_rows) onEnd();
  }, [last, rows.length, more, onEnd]);
  useEffect(() => virtual.measure(), [height, rows, virtual]);
  const places = useMemo(() => new Map(rows.map((row, at) => [row.kind === "issue" ? row.index : -1, at])), [rows]);
  useFocusedRow(scroller, focus, (index) => virtual.scrollToIndex(places.get(index) ?? 0, { align: "auto" }));
  return (
    <div className={`it grow d-${close} ${selection.ids.size > 0 ? "any" : ""}`} ref={scroller}>
      <div role="grid" aria-label={t("issues")} aria-rowcount={props.total ?? -1} aria-multiselectable={small ? undefined : true}>
        {!small && (
          <ListHead allChecked={issues.length > 0 && selection.ids.size === issues.length} onCheckAll={selection.all} periodLabel={props.period} chart={props.chart} onChart={props.onChart} sort={props.sort} onSort={props.onSort} />
        )}
        <div role="rowgroup" className="vl" style={{ height: virtual.getTotalSize() + (small ? 0 : tail_px) }}>
          {items.map(({ index: at, start, key }) => {
            const row = rows[at];
            if (!row) return null;
            return (
              <div key={String(key)} role="presentation" className="vr" style={{ transform: `translateY(${start}px)` }}>
                {row.kind === "group" ? <GroupRow group={row.group} folded={row.folded} onFold={() => props.onFold(row.group.id)} /> : <OneIssue {...props} issue={row.issue} index={row.index} focused={row.index === focus} onFocus={onFocus} />}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function keyOf(row: Row | undefined, at: number): string {
  if (!row) return String(at);
  return row.kind === "group" ? `g${row.group.id}` : row.issue.id;
}

function OneIssue({ org, issue, index, focused, onFocus, ...props }: GridProps & { issue: Issue; index: number; focused: boolean }) {
  const common = { org, issue, index, flashAt: props.flashes.get(issue.id) ?? 0, periodLabel: props.period, leaving: props.leaves(issue), marks: props.marks.releases.get(issue.project.slug) ?? no_marks, deploys: props.marks.deploys.get(issue.project.slug) ?? no_marks };
  if (props.small) return <PhoneRow {...common} onSwipe={props.onSwipe} />;
  return <IssueRow {...common} focused={focused} checked={props.selection.ids.has(issue.id)} onFocus={onFocus} onCheck={props.selection.toggle} onAssign={props.onAssign} />;
}

/** Brings the row in focus into view and gives it the focus, when the keys moved it. */
function useFocusedRow(scroller: RefObject<HTMLDivElement | null>, focus: number, show: (index: number) => void): void {
  const latest = useRef(focus);
  const bring = useRef(show);
  useEffect(() => {
    bring.current = show;
  });
  useEffect(() => {
    if (latest.current === focus) return;
    latest.current = focus;
    bring.current(focus);
    // Keys may have moved on since: only the newest row takes the focus.
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-row="${latest.current}"]`)?.focus({ preventScroll: true }));
  }, [focus, scroller]);
}
