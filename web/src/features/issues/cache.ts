/** The cached lists and issues, changed in place: what a person did or what the stream told shows at once. */
import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { IssueChange } from "~/api/stream";
import type { Issue, IssueDetail, Page } from "~/api/types";
import { toNumber } from "~/lib/number";

type Pages = InfiniteData<Page<Issue>>;

function mapLists(client: QueryClient, org: string, change: (items: Issue[]) => Issue[]): void {
  client.setQueriesData<Pages>({ queryKey: ["issues", org] }, (data) =>
    data && { ...data, pages: data.pages.map((page) => ({ ...page, items: change(page.items) })) },
  );
}

export function patchIssues(client: QueryClient, org: string, patch: (issue: Issue) => Partial<Issue> | null): void {
  const apply = <T extends Issue>(issue: T): T => {
    const change = patch(issue);
    return change ? { ...issue, ...change } : issue;
  };
  mapLists(client, org, (items) => items.map(apply));
  client.setQueriesData<IssueDetail>({ queryKey: ["issue", org] }, (issue) => issue && apply(issue));
}

/** An issue as some list shows it: enough for the head of its page until the rest is there. */
export function findListed(client: QueryClient, org: string, id: string): IssueDetail | undefined {
  for (const [, data] of client.getQueriesData<Pages>({ queryKey: ["issues", org] })) {
    for (const page of data?.pages ?? []) {
      const found = page.items.find((issue) => issue.id === id);
      if (found) return found;
    }
  }
  return undefined;
}

/** Takes rows out of the lists that the predicate names. */
export function dropFromLists(client: QueryClient, org: string, drop: (issue: Issue) => boolean): void {
  client.setQueriesData<Pages>({ queryKey: ["issues", org] }, (data) => {
    if (!data) return data;
    const gone = data.pages.reduce((sum, page) => sum + page.items.filter(drop).length, 0);
    // The total goes down with the rows, so that it is not wrong until the server has counted again.
    return { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.filter((issue) => !drop(issue)), hits: page.hits === null ? null : page.hits - gone })) };
  });
}

/** Adds what the stream says to the numbers shown; a list's numbers are of its period, so only the difference counts. */
export function applyChange(client: QueryClient, org: string, change: IssueChange): boolean {
  let known = false;
  patchIssues(client, org, (issue) => {
    if (issue.id !== change.issueId) return null;
    known = true;
    const before = toNumber(issue.lifetime?.count ?? issue.count);
    const more = Math.max(0, toNumber(change.count) - before);
    const moreUsers = Math.max(0, change.userCount - (issue.lifetime?.userCount ?? issue.userCount));
    return {
      count: String(toNumber(issue.count) + more),
      userCount: issue.userCount + moreUsers,
      lastSeen: change.lastSeen,
      ...(issue.lifetime ? { lifetime: { ...issue.lifetime, count: change.count, userCount: change.userCount, lastSeen: change.lastSeen } } : {}),
      ...(change.kind === "regressed" ? { status: "unresolved" as const, substatus: "regressed" as const } : {}),
    };
  });
  return known;
}
