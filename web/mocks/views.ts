/** Saved views and sections of the sample data. */
import type { DeployMark } from "../src/api/releases.ts";
import type { IssueGroup, SavedView } from "../src/api/views.ts";
import { listed } from "./issues.ts";
import { issueMatches, matching } from "./lists.ts";
import type { Answer, Request } from "./routes.ts";
import { members, projects } from "./story.ts";

const deployed_ago_s = 37 * 60;
const iso = (agoS: number) => new Date(Date.now() - agoS * 1000).toISOString();
const ok = (body: unknown): Answer => ({ status: 200, body });

const view = (id: string, name: string, query: string, shared = false): SavedView => ({ id, name, shared, mine: !shared, canChange: true, owner: "Priya Nair", state: { query }, dateCreated: iso(86_400) });
let views: SavedView[] = [view("1", "Checkout, unowned", "is:unresolved assigned:none cart"), view("2", "Payments, high", "is:unresolved issue.priority:high", true), view("3", "Mobile crashes", "is:unresolved level:fatal")];
let nextId = 4;

export function viewsRoute(request: Request, id: string | undefined): Answer {
  const body = (request.body ?? {}) as Partial<SavedView>;
  if (request.method === "GET") return ok(request.state === "empty" ? [] : views);
  if (request.method === "POST") {
    const made: SavedView = { ...view(String(nextId), body.name ?? "", ""), ...body, mine: true };
    nextId += 1;
    views.push(made);
    return { status: 201, body: made };
  }
  const found = views.find((each) => each.id === id);
  if (!found) return { status: 404, body: { detail: "The requested resource does not exist" } };
  if (request.method === "DELETE") {
    views = views.filter((each) => each !== found);
    return { status: 204 };
  }
  return ok(Object.assign(found, body));
}

export function viewOrder({ body }: Request): Answer {
  const { ids } = body as { ids: string[] };
  views = views.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
  return { status: 204 };
}

export const viewCounts = (): Answer => ok(views.map(({ id, state }) => ({ id, count: issueMatches(state.query).length })));

export const releases = (): Answer => ok([["web", "4.18.2", deployed_ago_s], ["web", "4.18.1", 5 * 86_400], ["web", "4.17.3", 6 * 86_400], ["web", "4.16.0", 11.2 * 86_400], ["api", "8.4.1", 3 * 86_400], ["api", "8.4.0", 11 * 86_400], ["worker", "1.9.0", 7 * 86_400]].map(([slug, version, ago]) => ({
  id: 1, version: `${slug}@${version}`, shortVersion: version, dateCreated: iso(Number(ago)), dateReleased: null, firstEvent: iso(Number(ago)), lastEvent: iso(60), status: "open", ref: null, url: null, newGroups: 2, commitCount: 2, deployCount: 1, projects: [{ id: 1, slug, name: slug }],
})));

const deployed_ago = [deployed_ago_s, 3 * 86_400, 6 * 86_400];
export const deployMarks = (): Answer => ok(deployed_ago.map((ago): DeployMark => ({ version: "web@4.18.2", shortVersion: "4.18.2", environment: "production", name: null, dateFinished: iso(ago), projects: ["web"] })));

export function issueGroups({ url, state }: Request): Answer {
  const found = state === "empty" ? [] : matching(url.searchParams).map(listed);
  const empty: IssueGroup = { id: "", query: "", project: null, projectSlug: null, count: 0, release: null, actor: null };
  const group = (id: string, query: string, more: Partial<IssueGroup> = {}): IssueGroup => ({ ...empty, id, query, count: matching(url.searchParams, query).length, ...more });
  switch (url.searchParams.get("by")) {
    case "priority": return ok(["high", "medium", "low"].map((level) => group(level, `issue.priority:${level}`)));
    case "project": return ok(projects.map((project) => ({ ...empty, id: project.id, project: project.id, projectSlug: project.slug, count: found.filter((each) => each.project.id === project.id).length })));
    case "assignee": return ok([group("nobody", "assigned:none"), ...members.map((member) => group(`user:${member.id}`, `assigned:"user:${member.id}"`, { actor: { type: "user", id: member.id, name: member.name } }))].filter((each) => each.count > 0));
    default: {
      const release = { version: "web@4.18.2", shortVersion: "4.18.2", dateLive: iso(deployed_ago_s), projects: ["web"] };
      const turned = "is:[regressed, escalating]";
      const came = 'cameWith:"web@4.18.2"';
      return ok([group("deploy", came, { release }), group("turned", `${turned} !${came}`), group("rest", `!${turned} !${came}`)]);
    }
  }
}
