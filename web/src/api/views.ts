/** Saved views, the sections of a grouped list, and how many issues each holds. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { get, type Params, request } from "./http";
import type { Actor, IssueCounts } from "./types";

export interface ViewState {
  query: string;
  sort?: string | null;
  group?: string | null;
  project?: string[];
  environment?: string[];
  statsPeriod?: string | null;
  start?: string | null;
  end?: string | null;
}

export interface SavedView {
  id: string;
  name: string;
  shared: boolean;
  mine: boolean;
  canChange: boolean;
  owner: string | null;
  state: ViewState;
  dateCreated: string;
}

export interface ViewCount {
  id: string;
  count: number | null;
}

export interface GroupRelease {
  version: string;
  shortVersion: string;
  dateLive: string;
  projects: string[];
}

export interface IssueGroup {
  id: string;
  query: string;
  project: string | null;
  projectSlug: string | null;
  count: number;
  release: GroupRelease | null;
  actor: Actor | null;
}

const native = (org: string) => `/api/native/organizations/${encodeURIComponent(org)}`;
const rarely_changed_ms = 60_000;
/** Sections are asked anew with the list, but not twice for one page of it. */
const groups_stale_ms = 5000;

export const viewsQuery = (org: string) =>
  queryOptions({ queryKey: ["views", org], queryFn: ({ signal }) => get<SavedView[]>(`${native(org)}/views`, {}, signal), staleTime: rarely_changed_ms });

export const viewCountsQuery = (org: string) =>
  queryOptions({
    queryKey: ["issue-counts", org, "views"],
    queryFn: ({ signal }) => get<ViewCount[]>(`${native(org)}/view-counts`, {}, signal),
    staleTime: rarely_changed_ms,
    placeholderData: keepPreviousData,
  });

/** How many issues each tab holds; `params.query` is what narrows all of them. */
export const tabCountsQuery = (org: string, params: Params) =>
  queryOptions({
    queryKey: ["issue-counts", org, params],
    queryFn: ({ signal }) => get<IssueCounts>(`${native(org)}/issue-counts`, params, signal),
    staleTime: rarely_changed_ms,
    placeholderData: keepPreviousData,
  });

export const groupsQuery = (org: string, params: Params) =>
  queryOptions({ queryKey: ["issue-groups", org, params], queryFn: ({ signal }) => get<IssueGroup[]>(`${native(org)}/issue-groups`, params, signal), staleTime: groups_stale_ms });

interface Draft {
  name?: string;
  shared?: boolean;
  state?: ViewState;
}

const one = (org: string, id: string) => `${native(org)}/views/${encodeURIComponent(id)}`;

export const createView = (org: string, body: Draft) => request<SavedView>("POST", `${native(org)}/views`, { body });
export const changeView = (org: string, id: string, body: Draft) => request<SavedView>("PUT", one(org, id), { body });
export const deleteView = (org: string, id: string) => request<undefined>("DELETE", one(org, id));
export const orderViews = (org: string, ids: readonly string[]) => request<undefined>("PUT", `${native(org)}/view-order`, { body: { ids } });
