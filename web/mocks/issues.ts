/** The issues of the story, and enough more to scroll through. */
import type { Activity, Issue, IssueDetail, Level, Point, Substatus } from "../src/api/types.ts";
import { actor, projectOf, seeds, type Seed } from "./story.ts";

const bars = 28;
const half_day_s = 43_200;
const iso = (agoS: number) => new Date(Date.now() - agoS * 1000).toISOString();

function series(shape: string, events: number, count: number, stepS: number): Point[] {
  const end = Math.floor(Date.now() / 1000 / stepS) * stepS;
  const weights = Array.from({ length: count }, (_, i) => {
    const letters = shape.slice(Math.floor((i / count) * bars), Math.max(Math.floor((i / count) * bars) + 1, Math.floor(((i + 1) / count) * bars)));
    return [...letters].reduce((sum, letter) => sum + Math.max(0, letter.charCodeAt(0) - 97), 0);
  });
  const sum = weights.reduce((a, b) => a + b, 0) || 1;
  return weights.map((w, i) => [end - (count - 1 - i) * stepS, Math.round((events * w) / sum)]);
}

let nextId = 1000;

function issue(seed: Seed, status: Issue["status"] = "unresolved"): IssueDetail {
  const project = projectOf(seed.shortId);
  const [file, fn] = seed.where.split(" in ");
  nextId += 1;
  const substatus: Substatus | null = status === "resolved" ? null : status === "ignored" ? "archived_until_escalating" : seed.substatus;
  const web = project.slug === "web";
  return {
    id: String(nextId), shortId: seed.shortId, title: `${seed.type}: ${seed.value}`, culprit: seed.where, level: seed.level,
    permalink: `http://localhost/organizations/larkfield/issues/${nextId}/`,
    status, substatus, statusDetails: {}, platform: project.platform, priority: seed.priority, priorityLockedAt: null,
    project: { id: project.id, name: project.name, slug: project.slug, platform: project.platform }, type: "error",
    metadata: { type: seed.type, value: seed.value, ...(fn ? { filename: file ?? "", function: fn } : {}) },
    assignedTo: actor(seed.who), isUnhandled: seed.level === "error" || seed.level === "fatal", isSubscribed: false, isBookmarked: false, hasSeen: false,
    numComments: 0, count: String(seed.events), userCount: seed.users, firstSeen: iso(seed.firstS), lastSeen: iso(seed.lastS),
    stats: { hourly: series(seed.shape, seed.events, 336, 3600), auto: series(seed.shape, seed.events, bars, half_day_s), "24h": series("bcbdbcbdcbdcbcbdbcbdcbdcbcz", Math.ceil(seed.events * 0.9), 24, 3600), "30d": [...series("", 0, 30, 86_400).slice(0, 16), ...series(seed.shape, seed.events, 14, 86_400)] },
    lifetime: { count: String(seed.events), userCount: seed.users, firstSeen: iso(seed.firstS), lastSeen: iso(seed.lastS) },
    firstRelease: { version: web ? "web@4.16.0" : "api@8.1.0", shortVersion: web ? "4.16.0" : "8.1.0", dateCreated: iso(seed.firstS + 3 * 3600) },
    lastRelease: { version: web ? "web@4.18.2" : "api@8.4.1", shortVersion: web ? "4.18.2" : "8.4.1", dateCreated: iso(37 * 60) },
    activity: activity(seed), userReportCount: 0,
  };
}

function activity(seed: Seed): Activity[] {
  const mina = { id: "2", name: "Mina Okafor", email: "mina@larkfield.example" };
  const jonas = { id: "3", name: "Jonas Weber", email: "jonas@larkfield.example" };
  const first: Activity = { id: "0", type: "first_seen", user: null, data: {}, dateCreated: iso(seed.firstS) };
  if (seed.substatus !== "regressed") return [first];
  return [
    { id: "5", type: "note", user: mina, data: { text: "Gift cards have no rule in PriceRules v2. Turning pricing-v2 off for guests now, fix follows in #1851." }, dateCreated: iso(22 * 60) },
    { id: "4", type: "assigned", user: jonas, data: { assignee: "2", assigneeType: "user", assigneeEmail: "mina@larkfield.example" }, dateCreated: iso(35 * 60) },
    { id: "3", type: "set_regression", user: null, data: { version: "web@4.18.2", resolved_in_version: "web@4.17.3" }, dateCreated: iso(36 * 60) },
    { id: "2", type: "set_resolved_in_release", user: jonas, data: { version: "web@4.17.3" }, dateCreated: iso(6 * 86_400) },
    first,
  ];
}

const filler_types = ["TimeoutError", "ConnectionResetError", "SyntaxError", "RangeError", "PermissionError", "ZeroDivisionError", "JSONDecodeError", "AssertionError"];
const filler_texts = ["read ECONNRESET", "Unexpected token < in JSON at position 0", "division by zero", "Invalid time value", "list index out of range", "upstream sent no header", "expected 3 values, got 2"];
const filler_where = ["src/account/orders.tsx in OrderList", "search/index.py in reindex", "src/cart/mini.ts in open", "stock/sync.py in pull", "src/lib/date.ts in parse"];

function filler(i: number): Seed {
  const levels: Level[] = ["error", "error", "error", "warning", "info", "fatal"];
  const prefix = ["WEB", "API", "WORK"][i % 3] ?? "WEB";
  const letters = Array.from({ length: bars }, (_, k) => String.fromCharCode(97 + ((i * 7 + k * (3 + (i % 5))) % 19)));
  return {
    shortId: `${prefix}-${(1000 + i * 7).toString(32).toUpperCase()}`, level: levels[i % levels.length] ?? "error", substatus: "ongoing",
    type: filler_types[i % filler_types.length] ?? "Error", value: filler_texts[(i * 3) % filler_texts.length] ?? "", where: filler_where[i % filler_where.length] ?? "",
    events: 4 + ((i * 37) % 900), users: (i * 13) % 300, lastS: 3600 + i * 1900, firstS: 86_400 * (3 + i), priority: i % 9 === 0 ? "medium" : "low", who: i % 6 === 0 ? "u3" : "", shape: letters.join(""),
  };
}

export const issues: IssueDetail[] = [
  ...seeds.map((seed) => issue(seed)),
  ...Array.from({ length: 101 }, (_, i) => issue(filler(i))),
  ...Array.from({ length: 60 }, (_, i) => issue(filler(200 + i), "ignored")),
  ...Array.from({ length: 80 }, (_, i) => issue(filler(300 + i), "resolved")),
];

export function findIssue(id: string): IssueDetail | undefined {
  return issues.find((each) => each.id === id || each.shortId === id);
}

/** What the list answers: no activity. */
export function listed(detail: IssueDetail): Issue {
  const { activity: _activity, firstRelease: _first, lastRelease: _last, ...rest } = detail;
  return rest;
}
