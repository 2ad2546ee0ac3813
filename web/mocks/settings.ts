/** Keys, tokens and new projects of the sample data. */
import { org, projects } from "./story.ts";
import type { Answer, Request } from "./routes.ts";

const host = "bartizan.larkfield.example";
const hex = () => Array.from({ length: 32 }, () => Math.floor(Math.random() * 16).toString(16)).join("");

function key(projectId: string, name: string, id = hex()) {
  return { id, name, label: name, public: id, secret: null, projectId: Number(projectId), isActive: true, rateLimit: null as { window: number; count: number } | null, dsn: { public: `https://${id}@${host}/${projectId}`, secret: "" }, dateCreated: "2026-02-01T09:00:00Z" };
}

const keys = projects.map((project) => key(project.id, "Default", "4be1f0c27a9d4e0b4be1f0c27a9d4e0b"));
keys.push({ ...key("1", "Browser, public"), rateLimit: { window: 60, count: 600 } });

interface Token {
  id: string;
  name: string;
  scopes: string[];
  dateCreated: string;
  tokenLastCharacters?: string;
  dateLastUsed?: string | null;
}
const userTokens: Token[] = [{ id: "1", name: "sentry-cli on my laptop", scopes: ["project:releases", "org:read"], dateCreated: "2026-08-02T11:00:00Z", tokenLastCharacters: "9e2c" }];
const orgTokens: Token[] = [{ id: "7", name: "CI, releases", scopes: ["org:ci"], dateCreated: "2026-03-11T08:20:00Z", dateLastUsed: new Date(Date.now() - 3_600_000).toISOString(), tokenLastCharacters: "1b07" }];

export function keysRoute(request: Request, slug: string, id: string | undefined): Answer {
  const project = projects.find((each) => each.slug === slug || each.id === slug);
  if (!project) return { status: 404, body: { detail: "Project not found." } };
  const body = (request.body ?? {}) as { name?: string; isActive?: boolean; rateLimit?: { window: number; count: number } | null };
  const found = keys.find((each) => each.id === id && String(each.projectId) === project.id);
  if (request.method === "POST") {
    const made = { ...key(project.id, body.name ?? "New key"), rateLimit: body.rateLimit ?? null };
    keys.push(made);
    return { status: 201, body: made };
  }
  if (!id) return { status: 200, body: keys.filter((each) => String(each.projectId) === project.id) };
  if (!found) return { status: 404, body: { detail: "Key not found." } };
  if (request.method === "DELETE") {
    keys.splice(keys.indexOf(found), 1);
    return { status: 204 };
  }
  if (body.name) found.name = found.label = body.name;
  if (body.isActive !== undefined) found.isActive = body.isActive;
  if (body.rateLimit !== undefined) found.rateLimit = body.rateLimit;
  return { status: 200, body: found };
}

export function tokensRoute(request: Request, kind: "user" | "org", id: string | undefined): Answer {
  const list = kind === "org" ? orgTokens : userTokens;
  const body = (request.body ?? {}) as { name?: string; scopes?: string[]; token?: string; tokenId?: string };
  if (request.method === "POST") {
    const secret = `${kind === "org" ? "sntrys_" : "sntryu_"}${hex()}${hex()}`;
    const made: Token = { id: String(list.length + 20), name: body.name ?? "", scopes: body.scopes ?? ["org:ci"], dateCreated: new Date().toISOString(), tokenLastCharacters: secret.slice(-4) };
    list.push(made);
    return { status: 201, body: { ...made, token: secret } };
  }
  if (request.method === "DELETE") {
    list.splice(list.findIndex((each) => each.id === (id ?? body.tokenId ?? request.url.searchParams.get("tokenId"))), 1);
    return { status: 204 };
  }
  return { status: 200, body: list };
}

export function createProject(request: Request): Answer {
  const body = request.body as { name: string; slug?: string; platform?: string };
  const slug = body.slug ?? body.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  if (projects.some((each) => each.slug === slug)) return { status: 409, body: { detail: "A project with this slug exists already." } };
  const made = { id: String(projects.length + 1), slug, name: body.name, platform: body.platform ?? null, dateCreated: new Date().toISOString(), firstEvent: null, environments: [], teams: [] };
  projects.push(made);
  keys.push(key(made.id, "Default"));
  return { status: 201, body: { ...made, organization: org } };
}
