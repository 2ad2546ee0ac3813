import { Fragment } from "react";
import type { EventDetail } from "~/api/event-types";
import { t, told } from "~/lib/i18n/index";
import { Icon } from "~/ui/icon";
import { EventPlaceProvider } from "./context";
import { sections } from "./sections";

interface Props {
  event: EventDetail;
  org?: string;
  /** Slug of the project; without it nothing is asked of the server. */
  project?: string;
}

/** What a fault's data says in words; the rest of it is names and figures. */
const toldText = (key: string, value: unknown) => ((key === "reason" || key === "fix") && typeof value === "string" ? told(value) : value);

/** One event, top to bottom in the order in which it is read. */
export function EventBody({ event, org = "", project = "" }: Props) {
  return (
    <EventPlaceProvider value={project ? { org, project, event } : null}>
      {event.errors.length > 0 && (
        <details className="ban ban-d">
          <summary><Icon name="warning" />{t("event.problems", { n: event.errors.length })}</summary>
          <ul>{event.errors.map((fault, i) => <li key={i} className="mono t12">{fault.type}{fault.message ? `: ${told(fault.message)}` : ""} {fault.data ? JSON.stringify(fault.data, toldText) : ""}</li>)}</ul>
        </details>
      )}
      {sections.filter((each) => each.has(event)).map((each) => <Fragment key={each.id}>{each.render(event)}</Fragment>)}
    </EventPlaceProvider>
  );
}
