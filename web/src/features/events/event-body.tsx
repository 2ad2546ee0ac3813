import { entry, type EventDetail } from "~/api/event-types";
import { t } from "~/lib/i18n/index";
import { Icon } from "~/ui/icon";
import { Breadcrumbs } from "./breadcrumbs";
import { Details } from "./details";
import { Exceptions, StackView } from "./exceptions";
import { RequestView } from "./request";
import { Threads } from "./threads";
import { Scrubbed } from "./value";
import { Where } from "./where";

/** One event, top to bottom in the order in which it is read. */
export function EventBody({ event }: { event: EventDetail }) {
  const exceptions = entry(event, "exception")?.values ?? [];
  const message = entry(event, "message");
  const stack = entry(event, "stacktrace");
  const threads = entry(event, "threads")?.values ?? [];
  const crumbs = entry(event, "breadcrumbs")?.values ?? [];
  const request = entry(event, "request");
  return (
    <>
      {event.errors.length > 0 && (
        <details className="ban ban-d">
          <summary><Icon name="warning" />{t("event.problems", { n: event.errors.length })}</summary>
          <ul>{event.errors.map((fault, i) => <li key={i} className="mono t12">{fault.type}{fault.message ? `: ${fault.message}` : ""} {fault.data ? JSON.stringify(fault.data) : ""}</li>)}</ul>
        </details>
      )}
      {message && (
        <div className="card msg"><div className="p12 mono"><Scrubbed text={message.formatted || message.message || ""} /></div></div>
      )}
      {exceptions.length > 0 && <Exceptions key={event.eventID} values={exceptions} packages={event.packages} />}
      {exceptions.length === 0 && stack && <div className="card exc" id="stack"><StackView key={event.eventID} stack={stack} packages={event.packages} mode="app" /></div>}
      {threads.some((thread) => thread.stacktrace) && <Threads key={`${event.eventID}t`} threads={threads} packages={event.packages} />}
      {crumbs.length > 0 && <Breadcrumbs crumbs={crumbs} at={event.dateCreated ?? event.dateReceived} end={event.title} />}
      {request && <RequestView request={request} />}
      <Where event={event} />
      <Details event={event} />
    </>
  );
}
