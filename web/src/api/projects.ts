/** Projects, their keys, and their first event. */
import { queryOptions } from "@tanstack/react-query";
import { get, request } from "./http";
import type { Project } from "./types";

export interface ClientKey {
  id: string;
  name: string;
  label: string;
  public: string | null;
  projectId: number;
  isActive: boolean;
  rateLimit: { window: number; count: number } | null;
  dsn: { public: string };
  dateCreated: string | null;
}

export interface FirstEvent {
  received: boolean;
  checks: Array<{ id: "reached" | "authorized" | "stored" | "grouped"; done: boolean; at: string | null }>;
  issueId: string | null;
  eventId: string | null;
}

const e = encodeURIComponent;
const compatible = (org: string, slug: string) => `/api/0/projects/${e(org)}/${e(slug)}/`;
const native = (org: string, slug: string) => `/api/native/organizations/${e(org)}/projects/${e(slug)}`;

export const projectQuery = (org: string, slug: string) =>
  queryOptions({ queryKey: ["project", org, slug], queryFn: ({ signal }) => get<Project>(compatible(org, slug), {}, signal), staleTime: 60_000 });

export const keysQuery = (org: string, slug: string) =>
  queryOptions({ queryKey: ["keys", org, slug], queryFn: ({ signal }) => get<ClientKey[]>(`${compatible(org, slug)}keys/`, {}, signal) });

export const firstEventQuery = (org: string, slug: string) =>
  queryOptions({ queryKey: ["first-event", org, slug], queryFn: ({ signal }) => get<FirstEvent>(`${native(org, slug)}/first-event`, {}, signal) });

export const createProject = (org: string, body: { name: string; slug: string; platform: string }) =>
  request<Project>("POST", `/api/0/organizations/${e(org)}/projects/`, { body });

export interface ProjectSettings extends Project {
  allowedDomains?: string[];
  scrapeJavaScriptHosts?: string[];
  resolveAge?: number;
  defaultEnvironment?: string | null;
}

export type ProjectChange = Partial<Pick<ProjectSettings, "name" | "slug" | "platform" | "allowedDomains" | "scrapeJavaScriptHosts" | "resolveAge" | "defaultEnvironment">>;

export const projectSettingsQuery = (org: string, slug: string) =>
  queryOptions({ queryKey: ["project-settings", org, slug], queryFn: ({ signal }) => get<ProjectSettings>(compatible(org, slug), {}, signal) });

export const changeProject = (org: string, slug: string, body: ProjectChange) => request<ProjectSettings>("PUT", compatible(org, slug), { body });
export const deleteProject = (org: string, slug: string) => request<undefined>("DELETE", compatible(org, slug));

export const sendTestEvent = (org: string, slug: string) => request<{ eventId: string }>("POST", `${native(org, slug)}/test-event`);

export interface KeyChange {
  name?: string;
  isActive?: boolean;
  rateLimit?: { window: number; count: number } | null;
}

export const createKey = (org: string, slug: string, body: KeyChange) => request<ClientKey>("POST", `${compatible(org, slug)}keys/`, { body });
export const changeKey = (org: string, slug: string, id: string, body: KeyChange) => request<ClientKey>("PUT", `${compatible(org, slug)}keys/${e(id)}/`, { body });
export const deleteKey = (org: string, slug: string, id: string) => request<undefined>("DELETE", `${compatible(org, slug)}keys/${e(id)}/`);
