/** What most pages need of an organisation: projects, environments, people. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "./http";
import type { Member, Project, SearchKey, SearchValue, Team } from "./types";

const base = (org: string) => `/api/0/organizations/${encodeURIComponent(org)}`;
const rarely_changed_ms = 60_000;

/** What the reader may do in the organisation, as scopes. */
export const accessQuery = (org: string) =>
  queryOptions({
    queryKey: ["access", org],
    queryFn: async ({ signal }) => (await get<{ access: string[] }>(`${base(org)}/`, { detailed: 0 }, signal)).access,
    staleTime: rarely_changed_ms,
  });

export const projectsQuery = (org: string) =>
  queryOptions({
    queryKey: ["projects", org],
    queryFn: ({ signal }) => get<Project[]>(`${base(org)}/projects/`, { per_page: 100 }, signal),
    staleTime: rarely_changed_ms,
  });

export const environmentsQuery = (org: string) =>
  queryOptions({
    queryKey: ["environments", org],
    queryFn: ({ signal }) => get<Array<{ id: string; name: string }>>(`${base(org)}/environments/`, {}, signal),
    staleTime: rarely_changed_ms,
  });

export const membersQuery = (org: string) =>
  queryOptions({
    queryKey: ["members", org],
    queryFn: ({ signal }) => get<Member[]>(`${base(org)}/members/`, {}, signal),
    staleTime: rarely_changed_ms,
  });

export const teamsQuery = (org: string) =>
  queryOptions({
    queryKey: ["teams", org],
    queryFn: ({ signal }) => get<Team[]>(`${base(org)}/teams/`, { detailed: 0 }, signal),
    staleTime: rarely_changed_ms,
  });

const native = (org: string) => `/api/native/organizations/${encodeURIComponent(org)}`;

/** Keys the search knows, then the tags seen of late. */
export const searchKeysQuery = (org: string) =>
  queryOptions({
    queryKey: ["search-keys", org],
    queryFn: ({ signal }) => get<SearchKey[]>(`${native(org)}/search/keys`, { statsPeriod: "14d" }, signal),
    staleTime: rarely_changed_ms,
  });

export const searchValuesQuery = (org: string, key: string, query: string) =>
  queryOptions({
    queryKey: ["search-values", org, key, query],
    queryFn: ({ signal }) => get<SearchValue[]>(`${native(org)}/search/values`, { key, query: query || undefined, statsPeriod: "14d" }, signal),
    staleTime: rarely_changed_ms,
  });
