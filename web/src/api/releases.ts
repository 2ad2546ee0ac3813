/** Releases: as marks on charts, and with what belongs to them. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get, getPage } from "./http";
import type { Issue } from "./types";

export interface ReleaseMark {
  version: string;
  shortVersion: string;
  dateCreated: string;
  dateReleased: string | null;
  firstEvent: string | null;
  projects?: Array<{ slug: string }>;
}

/** A deploy with the release it put there. */
export interface DeployMark {
  version: string;
  shortVersion: string;
  environment: string;
  name: string | null;
  dateFinished: string;
  projects: string[];
}

/** What stands on charts, in seconds since the epoch, by the slug of the project. */
export interface Marks {
  releases: ReadonlyMap<string, readonly number[]>;
  deploys: ReadonlyMap<string, readonly number[]>;
}

const most = 100;

export const releaseMarksQuery = (org: string) =>
  queryOptions({
    queryKey: ["release-marks", org],
    queryFn: ({ signal }) => get<ReleaseMark[]>(`/api/0/organizations/${encodeURIComponent(org)}/releases/`, { per_page: most }, signal),
    staleTime: 60_000,
  });

/** The newest deploys; of one project and some environments, when named. */
export const deployMarksQuery = (org: string, params: { project?: string; environment?: readonly string[] | undefined } = {}) =>
  queryOptions({
    queryKey: ["deploy-marks", org, params],
    queryFn: ({ signal }) => get<DeployMark[]>(`/api/native/organizations/${encodeURIComponent(org)}/deploys`, params, signal),
    staleTime: 60_000,
  });

/** Since when a release is live, as far as is known. */
export const liveSince = (release: Pick<ReleaseMark, "dateReleased" | "firstEvent" | "dateCreated">) => release.dateReleased ?? release.firstEvent ?? release.dateCreated;

const seconds = (time: string) => Date.parse(time) / 1000;

function bySlug(moments: ReadonlyArray<readonly [at: number, slugs: readonly string[]]>): Map<string, number[]> {
  const out = new Map<string, number[]>();
  for (const [at, slugs] of moments) for (const slug of slugs) out.set(slug, [...(out.get(slug) ?? []), at]);
  return out;
}

export function marksByProject(releases: readonly ReleaseMark[], deploys: readonly DeployMark[]): Marks {
  return {
    releases: bySlug(releases.map((each) => [seconds(liveSince(each)), (each.projects ?? []).map(({ slug }) => slug)])),
    deploys: bySlug(deploys.map((each) => [seconds(each.dateFinished), each.projects])),
  };
}

export interface FullRelease {
  version: string;
  shortVersion: string;
  status: string;
  ref: string | null;
  url: string | null;
  dateCreated: string;
  dateReleased: string | null;
  firstEvent: string | null;
  lastEvent: string | null;
  newGroups: number;
  commitCount: number;
  deployCount: number;
  projects: Array<{ id: number; slug: string; name: string }>;
}

export interface Commit {
  id: string;
  message: string | null;
  dateCreated: string;
  author: unknown;
  repository: { name: string } | null;
}

export interface Deploy {
  id: string;
  environment: string;
  name: string | null;
  url: string | null;
  dateStarted: string | null;
  dateFinished: string;
}

const page = 50;
const of = (org: string, version: string) => `/api/0/organizations/${encodeURIComponent(org)}/releases/${encodeURIComponent(version)}/`;

export const releasesQuery = (org: string, query: string, project: readonly string[]) =>
  infiniteQueryOptions({
    queryKey: ["releases", org, query, project],
    queryFn: ({ pageParam, signal }) =>
      getPage<FullRelease>(`/api/0/organizations/${encodeURIComponent(org)}/releases/`, { per_page: page, project, query: query || undefined, cursor: pageParam ?? undefined }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

export const releaseQuery = (org: string, version: string) => queryOptions({ queryKey: ["release", org, version], queryFn: ({ signal }) => get<FullRelease>(of(org, version), {}, signal) });
export const commitsQuery = (org: string, version: string) => queryOptions({ queryKey: ["release", org, version, "commits"], queryFn: ({ signal }) => get<Commit[]>(`${of(org, version)}commits/`, { per_page: most }, signal) });
export const deploysQuery = (org: string, version: string) => queryOptions({ queryKey: ["release", org, version, "deploys"], queryFn: ({ signal }) => get<Deploy[]>(`${of(org, version)}deploys/`, { per_page: most }, signal) });

/** Issues that were first seen in a release, of any status, as the issue list asks for them. */
export const newIn = (version: string) => `firstRelease:"${version.replaceAll('"', String.raw`\"`)}"`;

export const newIssuesQuery = (org: string, version: string) =>
  queryOptions({
    queryKey: ["release", org, version, "issues"],
    queryFn: ({ signal }) => get<Issue[]>(`/api/0/organizations/${encodeURIComponent(org)}/issues/`, { query: newIn(version), statsPeriod: "90d", sort: "freq", limit: 10 }, signal),
  });
