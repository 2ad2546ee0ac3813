/** Which path answers what. */
import type { TagKey, TagValue } from "../src/api/types.ts";
import { artifactUsage, bundlesRoute, commits, debugFilesRoute, deploys, releaseOf } from "./artifacts.ts";
import { inContract } from "./contract.ts";
import { event, eventIds } from "./event.ts";
import { findIssue } from "./issues.ts";
import { counts, issueList, updateIssues } from "./lists.ts";
import { changeProject, invitationRoute, memberTeam, membersRoute, teamsRoute } from "./people.ts";
import { createProject, keysRoute, tokensRoute } from "./settings.ts";
import { actor, org, projects } from "./story.ts";
import { system } from "./system.ts";
import { deployMarks, issueGroups, releases, viewCounts, viewOrder, viewsRoute } from "./views.ts";

export interface Request {
  method: string;
  url: URL;
  state: string;
  body: unknown;
}
export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}
type Route = [method: string, path: RegExp, answer: (request: Request, m: string[]) => Answer];

const ok = (body: unknown): Answer => ({ status: 200, body });
const user = { id: "1", name: "Priya Nair", email: "priya@larkfield.example", username: "priya", isSuperuser: true };
const tagTable: Record<string, Array<[string, number]>> = {
  browser: [["Mobile Safari 18.2", 1066], ["Chrome 141", 881], ["Firefox 145", 209]], os: [["iOS 18", 950], ["Windows 11", 556], ["macOS 15", 440]],
  release: [["web@4.18.2", 2040], ["web@4.16.0", 162], ["web@4.17.1", 116]], country: [["DE", 1020], ["AT", 440], ["NL", 348]],
  server_name: [["web-3", 811], ["web-1", 765], ["web-2", 742]], plan: [["free", 1831], ["business", 325], ["pro", 162]], environment: [["production", 2290], ["staging", 28]], "cart.has_gift_card": [["true", 2179], ["false", 139]],
};
const tags: TagKey[] = Object.entries(tagTable).map(([key, values]) => ({ key, name: key, totalValues: values.reduce((sum, [, n]) => sum + n, 0), uniqueValues: values.length + 3, topValues: values.map(([value, count]): TagValue => ({ key, name: value, value, count })) }));
const keyTable: Record<string, [string, string[]]> = {
  is: ["state of the issue", ["unresolved", "resolved", "archived", "new", "regressed", "escalating", "ongoing"]], assigned: ["who looks after it", ["me", "none", "my_teams"]],
  level: ["how bad", ["fatal", "error", "warning", "info", "debug"]], firstSeen: ["since when", ["-1h", "-24h", "+30d"]], message: ["text of the event", []],
};
const started = new Map<string, number>();

function firstEvent(slug: string): Answer {
  const since = started.get(slug) ?? ((projects.find((each) => each.slug === slug)?.firstEvent ? Date.now() - 86_400_000 : 0));
  const done = (after: number) => since > 0 && Date.now() - since > after;
  const at = new Date(since).toISOString();
  const checks = ["reached", "authorized", "stored", "grouped"].map((id, i) => ({ id, done: done(i * 400), at: done(i * 400) ? at : null }));
  return ok({ received: done(1200), checks, issueId: done(1200) ? findIssue("API-2B1")?.id : null, eventId: done(1200) ? eventIds[0] : null });
}

function eventOf(issueId: string, which: string): Answer {
  const issue = findIssue(issueId);
  if (!issue) return { status: 404, body: { detail: "The requested resource does not exist" } };
  const id = which === "latest" || which === "recommended" ? eventIds[0] : which === "oldest" ? eventIds.at(-1) : eventIds.find((each) => each === which);
  return id ? ok(event(id, issue.id)) : { status: 404, body: { detail: "No such event." } };
}

const O = "/api/0/organizations/[^/]+";
const special = {
  start: new Date(Date.now() - 14 * 86_400_000).toISOString(), end: new Date().toISOString(), events: 2318, elsewhere: 48_211, verdict: "compared", needed: 20, asUsual: ["browser", "country", "plan", "server_name", "language"],
  special: [["cart.has_gift_card", "true", 0.94, 0.04], ["url", "/checkout/total", 0.99, 0.08], ["flag.pricing-v2", "on", 1, 0.1], ["cart.kind", "guest", 0.96, 0.31]].map(([key, value, share, rest]) => ({
    key: String(key), name: String(key), value: String(value), query: `${String(key)}:"${String(value)}"`, count: Math.round(Number(share) * 2318), share: Number(share), elsewhereCount: Math.round(Number(rest) * 48_211), elsewhereShare: Number(rest), factor: Number(share) / Number(rest),
  })),
};
const files = [{ id: "1", event_id: eventIds[0], type: "event.attachment", name: "screenshot.png", mimetype: "image/png", size: 20_480, dateCreated: new Date().toISOString() }, { id: "2", event_id: eventIds[0], type: "event.attachment", name: "checkout.log", mimetype: "text/plain", size: 1_204, dateCreated: new Date().toISOString() }];
const reports = [{ id: "1", eventID: eventIds[0], name: "Lena Fuchs", email: "lena@example.com", comments: "The total of my cart is missing since I put a gift card in.", dateCreated: new Date(Date.now() - 900_000).toISOString() }];
const listed = (id: string) => { const found = event(id, "1001"); return { id, eventID: id, title: found.title, message: found.message ?? found.title, dateCreated: found.dateCreated, user: found.user, tags: found.tags }; };
const noteOf = (issueId: string, note: string) => findIssue(issueId)?.activity?.find((each) => each.id === note);
const routes: Route[] = [
  ["GET", /^\/api\/native\/bootstrap$/, ({ state }) => ok({ preferences: { theme: null, density: null, language: null, timeZone: null }, setupRequired: state === "setup", user: state === "setup" || state === "signed-out" ? null : user, csrfToken: "mock", version: "0.1.0", baseUrl: "https://bartizan.larkfield.example", organizations: state === "" || state === "empty" ? [org] : [] })],
  ["POST", /^\/api\/native\/setup$/, () => ({ status: 200, body: { user }, headers: { "set-cookie": "mock=; Path=/" } })],
  ["POST", /^\/api\/native\/session$/, ({ body }) => ((body as { password: string }).password === "wrong" ? { status: 401, body: { detail: "E-mail or password is not right." } } : { status: 200, body: { user, csrfToken: "mock" }, headers: { "set-cookie": "mock=; Path=/" } })],
  ["DELETE", /^\/api\/native\/session$/, () => ({ status: 204, headers: { "set-cookie": "mock=signed-out; Path=/" } })],
  ["GET", /^\/api\/native\/system$/, () => ok(system())],
  ["GET", /^\/api\/native\/organizations\/[^/]+\/projects\/([^/]+)\/first-event$/, (_, [slug]) => firstEvent(slug ?? "")],
  ["POST", /^\/api\/native\/organizations\/[^/]+\/projects\/([^/]+)\/test-event$/, (_, [slug]) => { started.set(slug ?? "", Date.now()); return ok({ eventId: eventIds[0] }); }],
  ["GET", /^\/api\/native\/organizations\/[^/]+\/issue-counts$/, counts],
  ["GET", /^\/api\/native\/organizations\/[^/]+\/search\/keys$/, () => ok([...Object.entries(keyTable).map(([key, [description]]) => ({ key, kind: "issue", valueType: "text", aliases: [], description, count: null })), ...tags.map(({ key, totalValues }) => ({ key, kind: "tag", valueType: "text", aliases: [], description: key, count: totalValues }))])],
  ["GET", /^\/api\/native\/organizations\/[^/]+\/search\/values$/, ({ url }) => { const key = url.searchParams.get("key") ?? ""; return ok(keyTable[key]?.[1].map((value) => ({ value, count: null, lastSeen: null })) ?? tags.find((each) => each.key === key)?.topValues?.map(({ value, count }) => ({ value, count, lastSeen: null })) ?? []); }],
  ["GET", /^\/api\/native\/organizations\/[^/]+\/issue-groups$/, issueGroups],
  ["GET", /^\/api\/native\/organizations\/[^/]+\/deploys$/, deployMarks],
  ["*", /^\/api\/native\/organizations\/[^/]+\/views(?:\/([^/]+))?$/, (request, [id]) => viewsRoute(request, id)],
  ["PUT", /^\/api\/native\/organizations\/[^/]+\/view-order$/, viewOrder],
  ["GET", /^\/api\/native\/organizations\/[^/]+\/view-counts$/, viewCounts],
  ["GET", new RegExp(`^${O}/releases/$`), releases],
  ["GET", new RegExp(`^${O}/releases/([^/]+)/$`), (_, [version]) => releaseOf(version ?? "")],
  ["GET", new RegExp(`^${O}/releases/([^/]+)/commits/$`), () => ok(commits)],
  ["GET", new RegExp(`^${O}/releases/([^/]+)/deploys/$`), () => ok(deploys)],
  ["GET", /^\/api\/native\/organizations\/[^/]+\/projects\/([^/]+)\/artifacts$/, (_, [slug]) => artifactUsage(slug ?? "")],
  ["*", /^\/api\/0\/projects\/[^/]+\/([^/]+)\/files\/artifact-bundles\/(?:([^/]+)\/)?$/, (request, [slug, id]) => bundlesRoute(request, slug ?? "", id)],
  ["*", /^\/api\/0\/projects\/[^/]+\/([^/]+)\/files\/dsyms\/$/, (request, [slug]) => debugFilesRoute(request, slug ?? "")],
  ["GET", new RegExp(`^${O}/projects/$`), ({ state }) => ok(state === "empty" ? projects.slice(2, 3).map((each) => ({ ...each, firstEvent: null })) : projects)],
  ["POST", new RegExp(`^${O}/projects/$`), createProject],
  ["GET", new RegExp(`^${O}/releases/$`), () => ok([{ version: "web@4.18.2" }])],
  ["GET", new RegExp(`^${O}/environments/$`), () => ok([{ id: "1", name: "production" }, { id: "2", name: "staging" }])],
  ["*", new RegExp(`^${O}/members/([^/]+)/teams/([^/]+)/$`), (request, [id, slug]) => memberTeam(request, id ?? "", slug ?? "")],
  ["*", new RegExp(`^${O}/members/(?:([^/]+)/)?$`), (request, [id]) => membersRoute(request, id)],
  ["*", new RegExp(`^${O}/teams/$`), (request) => teamsRoute(request)],
  ["*", /^\/api\/0\/teams\/[^/]+\/([^/]+)\/$/, (request, [slug]) => teamsRoute(request, slug)],
  ["PUT", new RegExp(`^${O}/$`), ({ body }) => ok({ ...org, ...Object(body) as object })],
  ["*", /^\/api\/native\/invitations\/([^/]+)$/, (request, [code]) => invitationRoute(request, code ?? "")],
  ["PUT", /^\/api\/0\/projects\/[^/]+\/([^/]+)\/$/, (request, [slug]) => changeProject(request, slug ?? "")],
  ["DELETE", /^\/api\/0\/projects\/[^/]+\/([^/]+)\/$/, (request, [slug]) => changeProject(request, slug ?? "")],
  ["GET", new RegExp(`^${O}/issues/$`), issueList],
  ["PUT", new RegExp(`^${O}/issues/$`), (request) => { updateIssues(request.url.searchParams.getAll("id"), request.body as Record<string, unknown>, (code) => actor(code.replace("user:", "u").replace("team:", "t"))); return ok(request.body); }],
  ["GET", new RegExp(`^${O}/issues/([^/]+)/$`), (_, [id]) => { const found = findIssue(id ?? ""); return found ? ok(found) : { status: 404, body: { detail: "The requested resource does not exist" } }; }],
  ["GET", new RegExp(`^${O}/issues/([^/]+)/stats/$`), ({ url }, [id]) => ok(findIssue(id ?? "")?.stats?.[url.searchParams.get("resolution") === "1d" ? "30d" : "hourly"] ?? [])],
  ["GET", new RegExp(`^${O}/issues/([^/]+)/tags/$`), () => ok(tags)],
  ["GET", new RegExp(`^${O}/issues/([^/]+)/events/([^/]+)/$`), (_, [id, which]) => eventOf(id ?? "", which ?? "")],
  ["POST", new RegExp(`^${O}/issues/([^/]+)/notes/$`), ({ body }, [id]) => { const note = { id: String(Date.now()), type: "note", user: { id: "1", name: "Priya Nair" }, data: body as Record<string, unknown>, dateCreated: new Date().toISOString() }; findIssue(id ?? "")?.activity?.unshift(note); return { status: 201, body: note }; }],
  ["PUT", new RegExp(`^${O}/issues/([^/]+)/notes/([^/]+)/$`), ({ body }, [id, note]) => { const found = noteOf(id ?? "", note ?? ""); if (found) found.data = body as Record<string, unknown>; return ok(found); }],
  ["DELETE", new RegExp(`^${O}/issues/([^/]+)/notes/([^/]+)/$`), (_, [id, note]) => { const issue = findIssue(id ?? ""); if (issue?.activity) issue.activity = issue.activity.filter((each) => each.id !== note); return { status: 204 }; }],
  ["GET", new RegExp(`^${O}/issues/([^/]+)/events/$`), () => ok(eventIds.map(listed))],
  ["GET", new RegExp(`^${O}/issues/([^/]+)/attachments/$`), () => ok(files)],
  ["GET", new RegExp(`^${O}/issues/([^/]+)/user-reports/$`), () => ok(reports)],
  ["GET", new RegExp(`^${O}/issues/([^/]+)/tags/([^/]+)/values/$`), (_, [, key]) => ok(tags.find((each) => each.key === key)?.topValues ?? [])],
  ["GET", /^\/api\/native\/organizations\/[^/]+\/issues\/[^/]+\/special$/, () => ok(special)],
  ["GET", /^\/api\/0\/projects\/[^/]+\/[^/]+\/events\/[^/]+\/attachments\/$/, () => ok(files)],
  ["GET", /^\/api\/0\/projects\/[^/]+\/[^/]+\/events\/([^/]+)\/json\/$/, (_, [id]) => { const { entries, ...rest } = event(id ?? "", "1001"); return ok({ ...rest, exception: entries[0]?.data, breadcrumbs: entries[1]?.data, request: entries[2]?.data }); }],
  ["GET", /^\/api\/0\/projects\/[^/]+\/([^/]+)\/$/, (_, [slug]) => { const found = projects.find((each) => each.slug === slug); return found ? ok(found) : { status: 404, body: { detail: "Project not found." } }; }],
  ["*", /^\/api\/0\/projects\/[^/]+\/([^/]+)\/keys\/(?:([^/]+)\/)?$/, (request, [slug, id]) => keysRoute(request, slug ?? "", id)],
  ["*", /^\/api\/0\/api-tokens\/(?:([^/]+)\/)?$/, (request, [id]) => tokensRoute(request, "user", id)],
  ["*", new RegExp(`^${O}/org-auth-tokens/(?:([^/]+)/)?$`), (request, [id]) => tokensRoute(request, "org", id)],
];

export function handle(request: Request): Answer {
  if (!inContract(request.method, request.url.pathname)) return { status: 501, body: { detail: `Not in the contract: ${request.method} ${request.url.pathname}` } };
  for (const [method, path, answer] of routes) {
    const m = path.exec(request.url.pathname);
    if (m && (method === "*" || method === request.method)) return answer(request, m.slice(1) as string[]);
  }
  return { status: 404, body: { detail: `No such path: ${request.method} ${request.url.pathname}` } };
}
