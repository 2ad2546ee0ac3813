/** The parts of an event's page, in the order in which they are read. A new part is one more entry. */
import type { ReactNode } from "react";
import { entry, type EventDetail } from "~/api/event-types";
import { type MessageKey, t } from "~/lib/i18n/index";
import { Breadcrumbs } from "./breadcrumbs";
import { Details } from "./details";
import { Exceptions } from "./exceptions";
import { EventFiles } from "./files";
import { entryMeta, metaOf } from "./meta";
import { EventReport } from "./report";
import { RequestView } from "./request";
import { StackView } from "./stack-view";
import { Threads } from "./threads";
import { Scrubbed } from "./value";
import { Where } from "./where";

export interface EventSection {
  /** Also the anchor of the part. */
  id: string;
  /** Its name among the jumps of the event navigator; none for a part that needs no jump. */
  label?: MessageKey;
  has: (event: EventDetail) => boolean;
  render: (event: EventDetail) => ReactNode;
}

const hasExceptions = (event: EventDetail) => (entry(event, "exception")?.values.length ?? 0) > 0;

export const sections: EventSection[] = [
  { id: "message", has: (event) => Boolean(entry(event, "message")), render: (event) => <Message event={event} /> },
  { id: "report", label: "nav.report", has: (event) => Boolean(event.userReport), render: (event) => <EventReport event={event} /> },
  { id: "stack", label: "nav.stack", has: hasExceptions, render: (event) => <Exceptions key={event.eventID} event={event} /> },
  { id: "bare-stack", label: "nav.stack", has: (event) => !hasExceptions(event) && Boolean(entry(event, "stacktrace")), render: (event) => <BareStack event={event} /> },
  { id: "threads", label: "nav.threads", has: (event) => Boolean(entry(event, "threads")?.values.some((thread) => thread.stacktrace)), render: (event) => <Threads key={event.eventID} event={event} /> },
  { id: "breadcrumbs", label: "nav.breadcrumbs", has: (event) => (entry(event, "breadcrumbs")?.values.length ?? 0) > 0, render: (event) => <Breadcrumbs key={event.eventID} event={event} /> },
  { id: "request", label: "nav.request", has: (event) => Boolean(entry(event, "request")), render: (event) => <RequestView event={event} /> },
  { id: "where", has: () => true, render: (event) => <Where event={event} /> },
  { id: "files", has: () => true, render: () => <EventFiles /> },
  { id: "details", label: "nav.details", has: () => true, render: (event) => <Details event={event} /> },
];

/** Anchors and names of what this event has. */
export function jumps(event: EventDetail): Array<[id: string, label: string]> {
  return sections.filter((each) => each.label && each.has(event)).map((each) => [each.id, t(each.label ?? "nav.details")]);
}

function Message({ event }: { event: EventDetail }) {
  const message = entry(event, "message");
  const text = message?.formatted || message?.message || "";
  return text ? <div className="card msg"><div className="p12 mono"><Scrubbed text={text} meta={metaOf(event)?.message} /></div></div> : null;
}

function BareStack({ event }: { event: EventDetail }) {
  return (
    <div className="card exc" id="bare-stack">
      <StackView key={event.eventID} stack={entry(event, "stacktrace")} exception={null} packages={event.packages} platform={event.platform} mode="app" meta={entryMeta(event, "stacktrace")} />
    </div>
  );
}
