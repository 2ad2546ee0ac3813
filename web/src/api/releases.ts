/** Releases, as marks on charts. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "./http";

export interface ReleaseMark {
  version: string;
  shortVersion: string;
  dateCreated: string;
  projects?: Array<{ slug: string }>;
}

const most = 100;

export const releaseMarksQuery = (org: string) =>
  queryOptions({
    queryKey: ["release-marks", org],
    queryFn: ({ signal }) => get<ReleaseMark[]>(`/api/0/organizations/${encodeURIComponent(org)}/releases/`, { per_page: most }, signal),
    staleTime: 60_000,
  });

/** When releases of each project were first heard of, in seconds, by the project's slug. */
export function marksByProject(releases: readonly ReleaseMark[]): ReadonlyMap<string, number[]> {
  const out = new Map<string, number[]>();
  for (const release of releases) {
    const at = Date.parse(release.dateCreated) / 1000;
    for (const { slug } of release.projects ?? []) out.set(slug, [...(out.get(slug) ?? []), at]);
  }
  return out;
}
