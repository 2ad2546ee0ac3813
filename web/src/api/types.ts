/** What the server answers, as far as this interface reads it. */

import type { Ticket } from "./tickets";

export type Level = "fatal" | "error" | "warning" | "info" | "debug" | "sample" | "unknown";
export type Status = "unresolved" | "resolved" | "ignored" | "pending_deletion" | "pending_merge" | "reprocessing";
export type Substatus =
  | "new" | "ongoing" | "escalating" | "regressed"
  | "archived_until_escalating" | "archived_until_condition_met" | "archived_forever";
export type PriorityLevel = "high" | "medium" | "low";
export type Point = [epochS: number, count: number];
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface User {
  id: string;
  name: string | null;
  email?: string | null;
  username?: string;
  isSuperuser?: boolean;
}

export interface Actor {
  type: "user" | "team";
  id: string;
  name: string;
  email?: string | null;
}

export interface Organization {
  id: string;
  slug: string;
  name: string;
}

/** How a person wants the interface; null is up to the device. */
export interface Preferences {
  theme: string | null;
  density: string | null;
  language: string | null;
  timeZone: string | null;
}

export interface Bootstrap {
  preferences: Preferences;
  setupRequired: boolean;
  user: User | null;
  csrfToken: string | null;
  version: string;
  baseUrl: string;
  organizations: Organization[];
}

export interface Project {
  id: string;
  slug: string;
  name: string;
  platform: string | null;
  dateCreated?: string;
  firstEvent?: string | null;
  environments?: string[];
  teams?: Array<{ id: string; slug: string; name: string }>;
}

export interface Team {
  id: string;
  slug: string;
  name: string;
}

export interface Member {
  id: string;
  email: string;
  name: string;
  user: User | null;
}

export interface ReleaseShort {
  version: string;
  shortVersion?: string;
  dateCreated?: string | null;
  dateReleased?: string | null;
}

export interface StatusDetails {
  inNextRelease?: boolean;
  inRelease?: string;
  inCommit?: unknown;
  autoResolved?: boolean;
  ignoreCount?: number | null;
  ignoreUntil?: string | null;
  ignoreUserCount?: number | null;
  ignoreUntilEscalating?: boolean;
  actor?: User;
}

export interface Issue {
  id: string;
  shortId: string;
  title: string;
  culprit: string | null;
  permalink?: string;
  level: Level;
  status: Status;
  substatus: Substatus | null;
  statusDetails?: StatusDetails;
  platform?: string | null;
  priority: PriorityLevel | null;
  priorityLockedAt?: string | null;
  project: { id: string; name: string; slug: string; platform: string | null };
  type: string;
  metadata: { type?: string; value?: string; filename?: string; function?: string; title?: string } | null;
  assignedTo: Actor | null;
  isUnhandled?: boolean | null;
  isSubscribed?: boolean;
  isBookmarked?: boolean;
  hasSeen?: boolean;
  numComments?: number;
  count: string;
  userCount: number;
  firstSeen: string | null;
  lastSeen: string | null;
  stats?: Record<string, Point[]> | null;
  lifetime?: { count: string; userCount: number; firstSeen: string | null; lastSeen: string | null } | null;
}

export interface Activity {
  id: string;
  type: string;
  user: User | null;
  data: Record<string, unknown> | null;
  dateCreated: string;
}

export interface IssueDetail extends Issue {
  /** Tickets, once the whole issue is there. */
  sentryAppIssues?: Ticket[] | null;
  activity?: Activity[];
  firstRelease?: ReleaseShort | null;
  lastRelease?: ReleaseShort | null;
  tags?: Array<{ key: string; name: string; totalValues: number }> | null;
  userReportCount?: number;
}

export interface IssueUpdate {
  status?: "resolved" | "unresolved" | "ignored" | "resolvedInNextRelease";
  statusDetails?: {
    inNextRelease?: boolean;
    inRelease?: string;
    ignoreDuration?: number;
    ignoreCount?: number;
    ignoreUserCount?: number;
  };
  substatus?: Substatus | null;
  assignedTo?: string;
  priority?: PriorityLevel;
  isSubscribed?: boolean;
  isBookmarked?: boolean;
  hasSeen?: boolean;
}

export interface TagValue {
  key?: string;
  name: string;
  value: string | null;
  count: number | null;
  firstSeen?: string | null;
  lastSeen?: string | null;
}

export interface TagKey {
  key: string;
  name: string;
  totalValues?: number | null;
  uniqueValues?: number | null;
  topValues?: TagValue[] | null;
}

/** Issues by view. */
export interface IssueCounts {
  unresolved: number;
  mine: number;
  new: number;
  regressed: number;
  escalating: number;
  ongoing: number;
  archived: number;
  resolved: number;
}

/** A key of the search language, or a tag that was seen. */
export interface SearchKey {
  key: string;
  kind: "issue" | "event" | "tag";
  valueType: string;
  /** Other names it answers to. */
  aliases?: string[];
  description: string;
  count: number | null;
}

export interface SearchValue {
  value: string;
  count: number | null;
  lastSeen: string | null;
}

export interface Page<T> {
  items: T[];
  next: string | null;
  previous: string | null;
  hits: number | null;
}
