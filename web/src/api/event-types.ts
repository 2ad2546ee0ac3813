/** One event in full, in the shapes of the compatible API. */
import type { Json, ReleaseShort } from "./types";

export interface Frame {
  filename: string | null;
  absPath: string | null;
  module: string | null;
  package?: string | null;
  platform?: string | null;
  function: string | null;
  rawFunction?: string | null;
  symbol?: string | null;
  lineNo: number | null;
  colNo: number | null;
  instructionAddr?: string | null;
  symbolAddr?: string | null;
  trust?: string | null;
  inApp: boolean;
  context: Array<[line: number, text: string]> | null;
  vars: Record<string, Json> | null;
  sourceLink?: string | null;
  mapUrl?: string | null;
  map?: string | null;
  origFilename?: string | null;
  origAbsPath?: string | null;
  origFunction?: string | null;
  origLineNo?: number | string | null;
  origColNo?: number | string | null;
  /** What kept the frame from becoming readable, and what mends it. */
  errors?: FrameProblem[] | null;
}

export interface FrameProblem {
  type: string;
  message?: string;
  /** A command, or a sentence where no command helps. */
  fix?: string;
  url?: string;
}

export interface Stack {
  frames: Frame[] | null;
  framesOmitted?: [number, number] | null;
  registers?: Record<string, string> | null;
  hasSystemFrames?: boolean;
}

export interface Mechanism {
  type?: string;
  handled?: boolean | null;
  exception_id?: number;
  parent_id?: number;
  is_exception_group?: boolean;
  source?: string;
  description?: string | null;
}

export interface ExceptionValue {
  type: string | null;
  value: string | null;
  module: string | null;
  mechanism: Mechanism | null;
  stacktrace: Stack | null;
  rawStacktrace?: Stack | null;
}

export interface Thread {
  id: number | string | null;
  name: string | null;
  crashed: boolean;
  current: boolean;
  state?: string | null;
  stacktrace: Stack | null;
  rawStacktrace?: Stack | null;
}

export interface Breadcrumb {
  type: string;
  category: string | null;
  level: string;
  message: string | null;
  timestamp: string | null;
  data: Record<string, Json> | null;
}

export type Pair = [string, string | null];

export interface RequestData {
  method: string | null;
  url: string | null;
  query: Pair[] | string | null;
  fragment?: string | null;
  data: Json;
  headers: Pair[] | null;
  cookies: Pair[] | null;
  env?: Record<string, Json> | null;
  inferredContentType?: string | null;
}

/** A program image that was loaded when a native program crashed. */
export interface DebugImage {
  type?: string;
  code_file?: string | null;
  debug_file?: string | null;
  debug_id?: string | null;
  image_addr?: string | null;
  image_size?: number | null;
  arch?: string | null;
}

/** What each kind of entry holds. */
export interface Entries {
  exception: { values: ExceptionValue[] };
  stacktrace: Stack;
  threads: { values: Thread[] };
  message: { message?: string | null; formatted: string; params?: Json };
  breadcrumbs: { values: Breadcrumb[] };
  request: RequestData;
  debugmeta: { images?: DebugImage[] | null };
}

/** A remark about a value: what was done to it on the way in. */
export interface Remark {
  /** Rule, what it did (x removed, s replaced, m masked, p pseudonym, e encrypted, a annotated), and where in the text. */
  rem?: Array<[rule: string, kind: string, from?: number, to?: number]>;
  /** Length before it was cut. */
  len?: number;
  err?: Array<string | [string, Record<string, Json>]>;
}

/** Remarks under the names of the values; what is said of a value itself stands under the empty name. */
export interface MetaTree {
  [name: string]: MetaTree | Remark | undefined;
  ""?: Remark;
}

/** Remarks by part of the event. */
export interface EventMeta {
  entries: Record<string, { data?: MetaTree }> | null;
  message: MetaTree | null;
  user: MetaTree | null;
  contexts: MetaTree | null;
  context: MetaTree | null;
  tags: MetaTree | null;
}

export interface EventUser {
  id: string | null;
  email: string | null;
  username: string | null;
  ip_address: string | null;
  name?: string | null;
  geo?: { country_code?: string | null; city?: string | null; region?: string | null } | null;
  data?: Record<string, Json> | null;
}

export interface EventTag {
  key: string;
  value: string | null;
  query?: string | null;
}

export interface EventDetail {
  id: string;
  eventID: string;
  groupID: string | null;
  projectID: string;
  type: string;
  title: string;
  message: string | null;
  culprit?: string | null;
  dateCreated?: string;
  dateReceived: string | null;
  platform: string;
  dist: string | null;
  size: number | null;
  user: EventUser | null;
  tags: EventTag[];
  contexts: Record<string, Record<string, Json>> | null;
  context: Record<string, Json> | null;
  packages: Record<string, string> | null;
  sdk: { name: string | null; version: string | null } | null;
  release: ReleaseShort | null;
  errors: Array<{ type: string; message?: string; data?: Record<string, Json> }>;
  entries: Array<{ type: string; data: unknown }>;
  _meta?: EventMeta | null;
  userReport?: { name: string | null; email: string | null; comments: string; dateCreated: string } | null;
  nextEventID: string | null;
  previousEventID: string | null;
}

/** The entry of one type, when the event has it. */
export function entry<T extends keyof Entries>(event: EventDetail, type: T): Entries[T] | null {
  const found = event.entries.find((item) => item.type === type);
  return found ? (found.data as Entries[T]) : null;
}
