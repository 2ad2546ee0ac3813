/** Grouping: why an event is where it is, which issues look alike, and the rules of a project. */
import { queryOptions } from "@tanstack/react-query";
import { get, request } from "./http";

const enc = encodeURIComponent;
const project = (org: string, slug: string) => `/api/native/organizations/${enc(org)}/projects/${enc(slug)}/grouping`;
const issue = (org: string, id: string) => `/api/0/organizations/${enc(org)}/issues/${enc(id)}`;

export interface RulesVersion {
  number: number;
  dateCreated: string;
  activeFrom: string;
  author: string | null;
  restoredFrom: number | null;
  stackRules: string;
  fingerprintRules: string;
}

export interface GroupingRules {
  stackRules: string;
  fingerprintRules: string;
  version: number;
  history: RulesVersion[];
}

export interface Fault {
  field: "stackRules" | "fingerprintRules";
  line: number;
  column: number;
  message: string;
}

export interface Change {
  title: string;
  events: number;
  parts: Array<{ issueId: string | null; title: string; events: number; exampleEventId: string }>;
}

export interface Preview {
  fault: Fault | null;
  events: number;
  truncated: boolean;
  moved: number;
  issuesBefore: number;
  issuesAfter: number;
  renamed: number;
  splits: Change[];
  merges: Change[];
}

export interface Draft {
  stackRules: string;
  fingerprintRules: string;
}

export const rulesQuery = (org: string, slug: string) =>
  queryOptions({ queryKey: ["grouping-rules", org, slug], queryFn: ({ signal }) => get<GroupingRules>(project(org, slug), {}, signal) });

export const previewQuery = (org: string, slug: string, draft: Draft, days: number) =>
  queryOptions({
    queryKey: ["grouping-preview", org, slug, draft, days],
    queryFn: ({ signal }) => request<Preview>("POST", `${project(org, slug)}/preview`, { body: { ...draft, days }, signal }),
  });

export const writeRules = (org: string, slug: string, draft: Draft) => request<GroupingRules>("PUT", project(org, slug), { body: draft });

export const restoreRules = (org: string, slug: string, restore: number) => request<GroupingRules>("PUT", project(org, slug), { body: { restore } });

export interface Component {
  id: string | null;
  contributes: boolean;
  hint: string | null;
  values: Array<Component | string | null>;
}

export interface Variant {
  key: string;
  type: string;
  description: string;
  hash: string | null;
  hint: string | null;
  component?: Component;
  values?: string[];
}

export interface HashRow {
  id: string;
  latestEvent: { id?: string; title?: string; dateCreated?: string } | null;
}

export interface SimilarIssue {
  id: string;
  shortId: string;
  title: string;
  culprit: string;
  count: number;
  lastSeen: string;
  score: number;
  shared: string[];
  sameFrames: boolean;
}

export const hashesQuery = (org: string, id: string) =>
  queryOptions({ queryKey: ["issue-hashes", org, id], queryFn: ({ signal }) => get<HashRow[]>(`${issue(org, id)}/hashes/`, { full: false }, signal) });

export const issueProjectQuery = (org: string, id: string) =>
  queryOptions({ queryKey: ["issue-project", org, id], queryFn: ({ signal }) => get<{ project: { slug: string } }>(`${issue(org, id)}/`, {}, signal), staleTime: 60_000 });

export const similarQuery = (org: string, id: string) =>
  queryOptions({ queryKey: ["issue-similar", org, id], queryFn: ({ signal }) => get<SimilarIssue[]>(`/api/native/organizations/${enc(org)}/issues/${enc(id)}/similar`, {}, signal) });

export const explanationQuery = (org: string, slug: string, event: string) =>
  queryOptions({
    queryKey: ["grouping-info", org, slug, event],
    queryFn: ({ signal }) => get<Record<string, Variant>>(`/api/0/projects/${enc(org)}/${enc(slug)}/events/${enc(event)}/grouping-info/`, {}, signal),
  });

export const unmerge = (org: string, id: string, hashes: readonly string[]) => request<{ id: string }>("DELETE", `${issue(org, id)}/hashes/`, { params: { id: hashes } });

export const merge = (org: string, ids: readonly string[]) =>
  request<{ merge: { parent: string; children: string[] } }>("PUT", `/api/0/organizations/${enc(org)}/issues/`, { params: { id: ids }, body: { merge: 1 } });

export interface CellPart {
  id: string;
  text: string;
  contributes: boolean;
  differs: boolean;
}

export interface Cell {
  contributes: boolean;
  hint: string | null;
  parts: CellPart[];
}

export interface CompareRow {
  depth: number;
  id: string;
  left: Cell | null;
  right: Cell | null;
  same: boolean;
  decides: boolean;
}

export interface CompareSide {
  eventId: string;
  title: string;
  dateCreated: string;
  issueId: string | null;
  shortId: string | null;
  hash: string | null;
  config: string | null;
  rule: string | null;
}

export interface VariantSide {
  present: boolean;
  hash: string | null;
  hint: string | null;
  values: string[];
}

export interface Comparison {
  left: CompareSide;
  right: CompareSide;
  verdict: "same_hash" | "same_issue" | "apart";
  variants: Array<{ key: string; description: string; left: VariantSide; right: VariantSide; same: boolean; rows: CompareRow[] }>;
}

/** Each side is the id of an event, or `issue:ID` for the newest of an issue. */
export const compareQuery = (org: string, slug: string, left: string, right: string) =>
  queryOptions({
    queryKey: ["grouping-compare", org, slug, left, right],
    queryFn: ({ signal }) => get<Comparison>(`${project(org, slug)}/compare`, { left, right }, signal),
    enabled: left !== "" && right !== "",
  });

export type RegroupState = "waiting" | "looking" | "moving" | "done" | "cancelled" | "failed";

export interface Regrouping {
  id: string;
  kind: "apply" | "undo";
  state: RegroupState;
  version: number;
  start: string;
  end: string;
  total: number;
  looked: number;
  planned: number;
  moved: number;
  made: number;
  merged: number;
  note: string | null;
  author: string | null;
  undone: boolean;
  dateCreated: string;
  dateFinished: string | null;
}

export const isOver = (state: RegroupState) => state === "done" || state === "cancelled" || state === "failed";

/** Asked again every second while one is under way. */
export const regroupingsQuery = (org: string, slug: string) =>
  queryOptions({
    queryKey: ["regroupings", org, slug],
    queryFn: ({ signal }) => get<Regrouping[]>(`${project(org, slug)}/regroup`, {}, signal),
    refetchInterval: ({ state }) => (state.data?.some((job) => !isOver(job.state)) ? 1000 : false),
  });

export const startRegrouping = (org: string, slug: string, days: number) => request<Regrouping>("POST", `${project(org, slug)}/regroup`, { body: { days } });

/** With `rules`, the rules before it become the newest again. */
export const undoRegrouping = (org: string, slug: string, id: string, rules: boolean) => request<Regrouping>("POST", `${project(org, slug)}/regroup/${enc(id)}/undo`, { body: { rules } });

export interface AutomaticMerging {
  sameFrames: boolean;
}

export const automaticQuery = (org: string, slug: string) =>
  queryOptions({ queryKey: ["grouping-automatic", org, slug], queryFn: ({ signal }) => get<AutomaticMerging>(`${project(org, slug)}/automatic`, {}, signal) });

export const setAutomatic = (org: string, slug: string, body: AutomaticMerging) => request<AutomaticMerging>("PUT", `${project(org, slug)}/automatic`, { body });

/** The merged issue is there again; answers its id. */
export const undoMerge = (org: string, id: string, number: string) =>
  request<{ id: string }>("POST", `/api/native/organizations/${enc(org)}/issues/${enc(id)}/merges/${enc(number)}/undo`);

export const cancelRegrouping = (org: string, slug: string, id: string) => request<Regrouping>("DELETE", `${project(org, slug)}/regroup/${enc(id)}`);
