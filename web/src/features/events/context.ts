/** Where an event stands, for parts deep inside it that ask the server or link elsewhere. */
import { createContext, useContext } from "react";
import type { EventDetail } from "~/api/event-types";

export interface EventPlace {
  org: string;
  /** Slug of the project. */
  project: string;
  event: EventDetail;
}

const Place = createContext<EventPlace | null>(null);
export const EventPlaceProvider = Place.Provider;

/** Null where an event is shown outside of its page. */
export function useEventPlace(): EventPlace | null {
  return useContext(Place);
}
