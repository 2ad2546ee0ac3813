/** What the issue page asks for beyond the issue and its event. */
import type { EventTag, EventUser } from "./event-types";
import type { Issue } from "./types";

/** A tag value that the issue's events carry far more often than the project's others. */
export interface SpecialValue {
  key: string;
  name: string;
  value: string;
  query: string;
  count: number;
  /** 0 to 1. */
  share: number;
  elsewhereCount: number;
  elsewhereShare: number;
  /** Null where it does not occur elsewhere. */
  factor: number | null;
}

export interface IssueSpecial {
  start: string;
  end: string;
  events: number;
  elsewhere: number;
  /** compared, few-events or few-elsewhere. */
  verdict: string;
  needed: number;
  special: SpecialValue[];
  asUsual: string[];
}

export interface Attachment {
  id: string;
  event_id: string;
  type: string;
  name: string;
  mimetype: string | null;
  size: number;
  dateCreated: string;
}

export interface UserReport {
  id: string;
  eventID: string | null;
  name: string | null;
  email: string | null;
  comments: string;
  dateCreated: string;
}

/** An event in a list. */
export interface ListedEvent {
  id: string;
  eventID: string;
  title: string;
  message: string;
  dateCreated: string;
  user: EventUser | null;
  tags: EventTag[];
}

export interface Release {
  version: string;
  shortVersion: string;
  dateCreated: string;
  dateReleased: string | null;
  firstEvent: string | null;
}

export type ProjectOfIssue = Issue["project"];
