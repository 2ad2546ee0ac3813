import { Fragment } from "react";
import type { EventDetail } from "~/api/event-types";
import { EventPlaceProvider } from "./context";
import { Problems } from "./problems";
import { sections } from "./sections";

interface Props {
  event: EventDetail;
  org?: string;
  /** Slug of the project; without it nothing is asked of the server. */
  project?: string;
}

/** One event, top to bottom in the order in which it is read. */
export function EventBody({ event, org = "", project = "" }: Props) {
  return (
    <EventPlaceProvider value={project ? { org, project, event } : null}>
      <Problems event={event} />
      {sections.filter((each) => each.has(event)).map((each) => <Fragment key={each.id}>{each.render(event)}</Fragment>)}
    </EventPlaceProvider>
  );
}
