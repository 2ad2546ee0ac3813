import { Link } from "@tanstack/react-router";
import type { EventDetail } from "~/api/event-types";
import type { IssueDetail } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { toMs } from "~/lib/time";
import { Button } from "~/ui/button";
import { Seg } from "~/ui/seg";
import { Time } from "~/ui/text";

interface Props {
  org: string;
  issue: IssueDetail;
  event: EventDetail | undefined;
  which: string;
  /** Whether only some of the issue's events are looked at: then the latest need not be the last. */
  narrowed: boolean;
  /** Anchors and names of the event's parts. */
  parts: ReadonlyArray<readonly [id: string, label: string]>;
  onWhich: (which: string) => void;
  /** Reads the latest event anew. */
  onReload: () => void;
  onMarkdown: () => void;
}

const newer_by_ms = 1500;

/** Which event is shown, the way to its neighbours, and jumps to its parts. */
export function EventNav({ org, issue, event, which, narrowed, parts, onWhich, onReload, onMarkdown }: Props) {
  const shownMs = toMs(event?.dateCreated ?? event?.dateReceived);
  const newer = which === "latest" && !narrowed && shownMs !== null && (toMs(issue.lastSeen) ?? 0) > shownMs + newer_by_ms;
  return (
    <div className="evnav">
      <Seg label={t("nav.which")} value={which} onChange={onWhich} options={[{ value: "latest", label: t("nav.latest") }, { value: "recommended", label: t("nav.recommended"), title: t("nav.recommended.hint") }, { value: "oldest", label: t("nav.first") }]} />
      <Button className="icon" icon="back" aria-label={t("nav.older")} title={t("nav.older")} disabled={!event?.previousEventID} onClick={() => event?.previousEventID && onWhich(event.previousEventID)} />
      <Button className="icon" icon="chevronRight" aria-label={t("nav.newer")} title={t("nav.newer")} disabled={!event?.nextEventID} onClick={() => event?.nextEventID && onWhich(event.nextEventID)} />
      {newer && <Button icon="up" className="newer" onClick={onReload}>{t("nav.newerCame")}</Button>}
      {event && <span className="t12 nw"><span className="mono" title={event.eventID}>{event.eventID.slice(0, 8)}</span> <span className="t3"><Time value={event.dateCreated ?? event.dateReceived} /></span></span>}
      <span className="grow" />
      <span className="jump">
        {parts.map(([id, label]) => <a key={id} href={`#${id}`} onClick={(click) => { click.preventDefault(); document.getElementById(id)?.scrollIntoView(); }}>{label}</a>)}
      </span>
      <Button icon="copy" className="md" onClick={onMarkdown}>Markdown</Button>
      {event && <Link className="btn" to="/organizations/$org/issues/$issueId/events/$eventId/json" params={{ org, issueId: issue.id, eventId: event.eventID }}>JSON</Link>}
    </div>
  );
}
