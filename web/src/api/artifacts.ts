/** Files that make stack traces readable: bundles of source maps, and debug files. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get, getPage, request } from "./http";

/** What a project keeps, its limits, and how long. */
export interface ArtifactUsage {
  bundles: { count: number; bytes: number };
  debugFiles: { count: number; bytes: number };
  maxBytes: number;
  maxCount: number;
  retentionDays: number;
}

export interface BundleFile {
  filePath: string;
  url: string;
  fileType: string;
  debugId: string | null;
  sourcemap: string | null;
}

export interface Bundle {
  bundleId: string;
  associations: Array<{ release: string | null; dist: string | null }>;
  date: string;
  dateLastUsed: string;
  fileCount: number;
  size: number;
  debugIds: string[];
}

export interface DebugFile {
  id: string;
  debugId: string;
  codeId: string | null;
  cpuName: string;
  objectName: string;
  symbolType: string;
  size: number;
  dateCreated: string;
  dateLastUsed: string;
  releases: string[];
  data: { type?: string | null; features: string[] };
}

const e = encodeURIComponent;
const files = (org: string, project: string) => `/api/0/projects/${e(org)}/${e(project)}/files/`;
const page = 50;

/** Everything about a project's artifacts is read anew when one of them changes. */
export const artifactsKey = (org: string, project: string) => ["artifacts", org, project] as const;

export const artifactUsageQuery = (org: string, project: string) =>
  queryOptions({
    queryKey: [...artifactsKey(org, project), "usage"],
    queryFn: ({ signal }) => get<ArtifactUsage>(`/api/native/organizations/${e(org)}/projects/${e(project)}/artifacts`, {}, signal),
  });

function pages<T>(key: readonly unknown[], path: string, query: string) {
  return infiniteQueryOptions({
    queryKey: [...key, query],
    queryFn: ({ pageParam, signal }) => getPage<T>(path, { per_page: page, query: query || undefined, cursor: pageParam ?? undefined }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
}

export const bundlesQuery = (org: string, project: string, query: string) => pages<Bundle>([...artifactsKey(org, project), "bundles"], `${files(org, project)}artifact-bundles/`, query);
export const debugFilesQuery = (org: string, project: string, query: string) => pages<DebugFile>([...artifactsKey(org, project), "debug-files"], `${files(org, project)}dsyms/`, query);

export const bundleFilesQuery = (org: string, project: string, id: string) =>
  queryOptions({
    queryKey: [...artifactsKey(org, project), "bundle", id],
    queryFn: ({ signal }) => get<{ files?: BundleFile[] }>(`${files(org, project)}artifact-bundles/${e(id)}/`, {}, signal),
  });

export const deleteBundle = (org: string, project: string, id: string) => request<undefined>("DELETE", `${files(org, project)}artifact-bundles/${e(id)}/`);
export const deleteDebugFile = (org: string, project: string, id: string) => request<undefined>("DELETE", `${files(org, project)}dsyms/`, { params: { id } });
export const debugFileUrl = (org: string, project: string, id: string) => `${files(org, project)}dsyms/?id=${e(id)}`;
