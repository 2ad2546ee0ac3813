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
