/** Members, teams and invitations of the sample data. */
import { members, org, projects, teams } from "./story.ts";
import type { Answer, Request } from "./routes.ts";

interface MockMember {
  id: string; email: string; name: string; role: string; orgRole: string; pending: boolean; dateCreated: string; teams: string[];
  user: { id: string; name: string; email: string } | null;
  invite_link?: string;
}

const people: MockMember[] = members.map((member, i) => ({ id: member.id, email: member.email, name: member.name, role: i === 0 ? "owner" : "member", orgRole: i === 0 ? "owner" : "member", pending: false, dateCreated: "2026-02-01T09:00:00Z", teams: teams[0] ? [teams[0].slug] : [], user: { id: member.id, name: member.name, email: member.email } }));
const groups = teams.map((team) => ({ ...team, memberCount: people.length, projects: [] }));

export function membersRoute(request: Request, id: string | undefined): Answer {
  const body = (request.body ?? {}) as { email?: string; orgRole?: string; teams?: string[] };
  const found = people.find((each) => each.id === id);
  if (request.method === "POST") {
    const role = body.orgRole ?? "member";
    const made: MockMember = { id: String(900 + people.length), email: body.email ?? "", name: body.email ?? "", role, orgRole: role, pending: true, dateCreated: new Date().toISOString(), teams: body.teams ?? [], user: null };
    people.push(made);
    return { status: 201, body: { ...made, invite_link: `https://bartizan.larkfield.example/invite/1-${made.id}-${"5e".repeat(24)}` } };
  }
  if (!id) return { status: 200, body: people };
  if (!found) return { status: 404, body: { detail: "The requested resource does not exist" } };
  if (request.method === "DELETE") {
    people.splice(people.indexOf(found), 1);
    return { status: 204 };
  }
  if (body.orgRole) found.role = found.orgRole = body.orgRole;
  if (body.teams) found.teams = body.teams;
  return { status: 200, body: found };
}

export function teamsRoute(request: Request, slug?: string): Answer {
  const body = (request.body ?? {}) as { name?: string; slug?: string };
  if (request.method === "POST") {
    const made = { id: String(50 + groups.length), slug: body.slug ?? "", name: body.name ?? "", memberCount: 1, projects: [] };
    groups.push(made);
    return { status: 201, body: made };
  }
  if (request.method === "DELETE") {
    groups.splice(groups.findIndex((each) => each.slug === slug), 1);
    return { status: 204 };
  }
  return { status: 200, body: groups };
}

export function memberTeam(request: Request, id: string, slug: string): Answer {
  const found = people.find((each) => each.id === id);
  if (!found) return { status: 404, body: { detail: "The requested resource does not exist" } };
  found.teams = request.method === "POST" ? [...new Set([...found.teams, slug])] : found.teams.filter((each) => each !== slug);
  return { status: request.method === "POST" ? 201 : 200, body: groups.find((each) => each.slug === slug) };
}

/** `used`: a link that does not work any more; `known`: its address has an account. */
export function invitationRoute(request: Request, code: string): Answer {
  if (code.includes("used")) return { status: 403, body: { detail: "This invitation is not valid any more. Ask for a new one." } };
  if (request.method === "POST") return { status: 201, body: { user: people[0]?.user, csrfToken: "mock" }, headers: { "set-cookie": "mock=; Path=/" } };
  return { status: 200, body: { organization: org.slug, organizationName: org.name, email: "noor@larkfield.example", role: "member", accountExists: code.includes("known") } };
}

export function changeProject(request: Request, slug: string): Answer {
  const found = projects.find((each) => each.slug === slug);
  if (!found) return { status: 404, body: { detail: "Project not found." } };
  if (request.method === "DELETE") {
    projects.splice(projects.indexOf(found), 1);
    return { status: 204 };
  }
  Object.assign(found, request.body);
  return { status: 200, body: found };
}
