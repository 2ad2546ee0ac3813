import { Link } from "@tanstack/react-router";
import { memo, type PointerEvent, type RefObject, useRef, useState } from "react";
import type { Issue } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { exactNumber } from "~/lib/number";
import { Avatar, PriorityBars } from "~/ui/badges";
import { Icon } from "~/ui/icon";
import { LevelIcon } from "~/ui/level-icon";
import { Time } from "~/ui/text";
import { Trend } from "~/ui/trend";
import { points, type RowProps } from "./issue-row";
import { statusLook, titleParts } from "./status";

const swipe_px = 88;
const slack_px = 10;

interface Props extends Pick<RowProps, "org" | "issue" | "index" | "flashAt" | "periodLabel" | "marks" | "deploys" | "leaving"> {
  onSwipe: (issue: Issue, side: "right" | "left") => void;
}

/** A row for the thumb: tap opens, swipe right resolves, swipe left archives. */
export const PhoneRow = memo(function PhoneRow({ org, issue, index, flashAt, periodLabel, marks, deploys, leaving, onSwipe }: Props) {
  const sheet = useRef<HTMLDivElement>(null);
  const swipe = useSwipe(sheet, (side) => onSwipe(issue, side));
  const { type, message } = titleParts(issue);
  const look = statusLook(issue);
  const priority = issue.priority ? t(`priority.label.${issue.priority}`) : t("priority.none");
  return (
    <div className={`prw ${leaving ? "gone" : ""}`} role="row" aria-rowindex={index + 1}>
      <span className="ac r" aria-hidden="true"><Icon name="resolve" size={16} />{t("do.resolve")}</span>
      <span className="ac l" aria-hidden="true"><Icon name="archive" size={16} />{t("do.archive")}</span>
      <div role="gridcell" className="pr-g" {...swipe.handlers} ref={sheet}>
        <Link className="pr" draggable={false} to="/organizations/$org/issues/$issueId" params={{ org, issueId: issue.id }} onClick={swipe.onClick}>
          {flashAt > 0 && <i key={flashAt} className="fl-bg" aria-hidden="true" />}
          <LevelIcon level={issue.level} />
          <span className="ty ell">{type}</span>
          <PriorityBars level={issue.priority} label={priority} />
          <span className="ms ell">{message || issue.culprit}</span>
          <span className="mt">
            {look.icon && <span className={`row-f gap4 ${look.tone}`}><Icon name={look.icon} size={12} />{t(look.label)}</span>}
            <span className="ell">{t("row.users", { n: exactNumber(issue.userCount) })}, <Time value={issue.lastSeen} short /></span>
            <span className="grow" />
            <Trend points={points(issue)} marks={marks} deploys={deploys} label={t("trend.label", { period: periodLabel })} />
            <Avatar name={issue.assignedTo?.name ?? null} team={issue.assignedTo?.type === "team"} nobody={t("assign.none")} />
          </span>
        </Link>
      </div>
    </div>
  );
});

function useSwipe(sheet: RefObject<HTMLDivElement | null>, done: (side: "right" | "left") => void) {
  const from = useRef<{ x: number; y: number } | null>(null);
  const [moved, setMoved] = useState(0);
  const shift = (px: number) => {
    sheet.current?.style.setProperty("transform", px === 0 ? "" : `translateX(${px}px)`);
  };
  const onPointerMove = (event: PointerEvent) => {
    if (!from.current || event.pointerType === "mouse") return;
    const dx = event.clientX - from.current.x;
    if (Math.abs(dx) < slack_px || Math.abs(event.clientY - from.current.y) > Math.abs(dx)) return;
    setMoved(dx);
    shift(Math.max(-swipe_px - 24, Math.min(swipe_px + 24, dx)));
  };
  const end = () => {
    if (from.current && Math.abs(moved) >= swipe_px) done(moved > 0 ? "right" : "left");
    from.current = null;
    shift(0);
    setTimeout(() => setMoved(0));
  };
  return {
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        from.current = { x: event.clientX, y: event.clientY };
      },
      onPointerMove, onPointerUp: end, onPointerCancel: end,
    },
    onClick: (event: { preventDefault: () => void }) => {
      if (Math.abs(moved) > slack_px) event.preventDefault();
    },
  };
}
