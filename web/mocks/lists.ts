/** The issue list of the sample data: filters, order, cursors. */
import type { Issue, IssueDetail } from "../src/api/types.ts";
import { tokenize } from "../src/lib/query.ts";
import { issues, listed } from "./issues.ts";
import type { Answer, Request } from "./routes.ts";

const order: Record<string, (issue: Issue) => number> = {
  date: (issue) => Date.parse(issue.lastSeen ?? ""), new: (issue) => Date.parse(issue.firstSeen ?? ""),
  freq: (issue) => Number(issue.count), user: (issue) => issue.userCount, priority: (issue) => levels[issue.priority ?? "low"] * 1e15 + Date.parse(issue.lastSeen ?? ""),
};

function fits(issue: IssueDetail, query: string): boolean {
  return tokenize(query).every(({ key, value, negated, raw }) => {
    const want = value.replaceAll('"', "").toLowerCase();
    let yes = true;
    if (key === null) yes = `${issue.title} ${issue.culprit}`.toLowerCase().includes(raw.toLowerCase());
    else if (key === "is" && want.startsWith("[")) yes = want.includes(issue.substatus ?? "none");
    else if (key === "cameWith") yes = issue.project.slug === "web" && (issue.substatus === "new" || issue.shortId === "WEB-3F2");
    else if (key === "issue.priority") yes = issue.priority === want;
    else if (key === "assigned" && want === "none") yes = issue.assignedTo === null;
    else if (key === "assigned" && want.startsWith("user:")) yes = issue.assignedTo?.id === want.slice(5) && issue.assignedTo.type === "user";
    else if (key === "is") yes = want === "unresolved" ? issue.status === "unresolved" : want === "resolved" ? issue.status === "resolved" : want === "archived" ? issue.status === "ignored" : want === "unassigned" ? !issue.assignedTo : issue.status === "unresolved" && issue.substatus === want;
    else if (key === "assigned") yes = issue.assignedTo?.id === "1" && issue.assignedTo.type === "user";
    else if (key === "level") yes = issue.level === want;
    else if (key === "flow") yes = false;
    return yes !== negated;
  });
}

const levels = { high: 3, medium: 2, low: 1 } as const;

export function issueMatches(query: string): IssueDetail[] {
  return issues.filter((each) => fits(each, query));
}

export function matching(params: URLSearchParams, more = ""): IssueDetail[] {
  const projects = params.getAll("project");
  const query = `${params.get("query") ?? "is:unresolved"} ${more}`;
  const by = order[params.get("sort") ?? "date"] ?? order.date;
  return issues.filter((each) => (projects.length === 0 || projects.includes(each.project.id)) && fits(each, query)).toSorted((a, b) => (by?.(b) ?? 0) - (by?.(a) ?? 0));
}

export function issueList(request: Request): Answer {
  const params = request.url.searchParams;
  const query = params.get("query") ?? "";
  if (query.includes("brokenstore")) return { status: 503, body: { detail: "The store is compacting, about 20 s." }, headers: { "retry-after": "20" } };
  if (query.includes("(")) return { status: 400, body: { detail: `Column ${query.indexOf("(") + 1}: this parenthesis is never closed.` } };
  const found = request.state === "empty" ? [] : matching(params);
  const from = Number(params.get("cursor")?.split(":")[1] ?? 0);
  const limit = Number(params.get("limit") ?? 25);
  const more = from + limit < found.length;
  const link = (rel: string, results: boolean, at: number) => `<http://localhost/?cursor=0:${at}:0>; rel="${rel}"; results="${results}"; cursor="0:${at}:0"`;
  return {
    status: 200, body: found.slice(from, from + limit).map(listed),
    headers: { "x-hits": String(found.length), "x-max-hits": "1000", link: `${link("previous", from > 0, Math.max(0, from - limit))}, ${link("next", more, from + limit)}` },
  };
}

/** How many issues each view holds. */
export function counts(request: Request): Answer {
  const rest = request.url.searchParams.get("query") ?? "";
  const count = (query: string) => (request.state === "empty" ? 0 : issues.filter((each) => fits(each, `${query} ${rest}`)).length);
  const body = Object.fromEntries(["unresolved", "new", "regressed", "escalating", "ongoing", "archived", "resolved"].map((name) => [name, count(`is:${name}`)]));
  return { status: 200, body: { ...body, mine: count("is:unresolved assigned:me") } };
}

export function updateIssues(ids: string[], change: Record<string, unknown>, assign: (code: string) => Issue["assignedTo"]): void {
  for (const issue of issues.filter((each) => ids.includes(each.id))) {
    if (change.status === "resolvedInNextRelease") Object.assign(issue, { status: "resolved", substatus: null, statusDetails: { inNextRelease: true } });
    else if (typeof change.status === "string") Object.assign(issue, { status: change.status, substatus: change.substatus ?? (change.status === "unresolved" ? "ongoing" : change.status === "ignored" ? "archived_until_escalating" : null), statusDetails: change.statusDetails ?? {} });
    if (typeof change.assignedTo === "string") issue.assignedTo = assign(change.assignedTo);
    if (typeof change.priority === "string") issue.priority = change.priority as Issue["priority"];
    if (typeof change.isSubscribed === "boolean") issue.isSubscribed = change.isSubscribed;
  }
}
