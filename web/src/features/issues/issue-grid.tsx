import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useRef } from "react";
import type { Issue } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { useStore } from "~/lib/store";
import { density, row_px } from "~/ui/density";
import { IssueRow, ListHead } from "./issue-row";
import { PhoneRow } from "./phone-row";
import type { Sort } from "./search";
import type { Selection } from "./selection";

const phone_row_px = 84;
const fetch_ahead_rows = 15;

export interface GridProps {
  org: string;
  issues: readonly Issue[];
  total: number | null;
  small: boolean;
  period: string;
  sort: Sort;
  onSort: (sort: Sort) => void;
  focus: number;
  onFocus: (index: number) => void;
  onAssign: (index: number) => void;
  selection: Selection;
  flashes: ReadonlyMap<string, number>;
  leaves: (issue: Issue) => boolean;
  onEnd: () => void;
  more: boolean;
  scroller: RefObject<HTMLDivElement | null>;
  startAt: number;
  onSwipe: (issue: Issue, side: "right" | "left") => void;
}

export function IssueGrid(props: GridProps) {
  const { issues, small, selection, focus, onFocus, onEnd, more, scroller, startAt } = props;
  const roomy = useStore(density);
  const height = small ? phone_row_px : row_px[roomy];
  const virtual = useVirtualizer({ count: issues.length, getScrollElement: () => scroller.current, estimateSize: () => height, overscan: 12, initialOffset: startAt });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last >= issues.length - fetch_ahead_rows) onEnd();
  }, [last, issues.length, more, onEnd]);
  const latest = useRef(focus);
  useEffect(() => {
    if (latest.current === focus) return;
    latest.current = focus;
    virtual.scrollToIndex(focus, { align: "auto" });
    // Keys may have moved on since: only the newest row takes the focus.
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-row="${latest.current}"]`)?.focus({ preventScroll: true }));
  }, [focus, virtual, scroller]);
  useEffect(() => virtual.measure(), [height, virtual]);
  return (
    <div className={`it grow ${selection.ids.size > 0 ? "any" : ""}`} ref={scroller}>
      <div role="grid" aria-label={t("issues")} aria-rowcount={props.total ?? -1} aria-multiselectable={small ? undefined : true}>
        {!small && (
          <ListHead allChecked={issues.length > 0 && selection.ids.size === issues.length} onCheckAll={selection.all} periodLabel={props.period} sort={props.sort} onSort={props.onSort} />
        )}
        <div role="rowgroup" className="vl" style={{ height: virtual.getTotalSize() + (small ? 0 : 64) }}>
          {items.map(({ index, start }) => {
            const issue = issues[index];
            if (!issue) return null;
            const common = { org: props.org, issue, index, flashAt: props.flashes.get(issue.id) ?? 0, periodLabel: props.period, leaving: props.leaves(issue) };
            return (
              <div key={issue.id} role="presentation" className="vr" style={{ transform: `translateY(${start}px)` }}>
                {small ? (
                  <PhoneRow {...common} onSwipe={(side) => props.onSwipe(issue, side)} />
                ) : (
                  <IssueRow {...common} focused={index === focus} checked={selection.ids.has(issue.id)} onFocus={onFocus} onCheck={selection.toggle} onAssign={props.onAssign} />
                )}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
