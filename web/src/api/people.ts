/** Members, invitations, teams, and the organisation itself. */
import { queryOptions } from "@tanstack/react-query";
import { get, request } from "./http";
import type { Member, Organization, Team } from "./types";

export const roles = ["member", "admin", "manager", "owner"] as const;
export type Role = (typeof roles)[number];

export interface FullMember extends Member {
  role: string;
  pending: boolean;
  dateCreated: string;
  inviterName?: string | null;
  teams: string[];
  /** Only in the answer that makes an invitation. */
  invite_link?: string | null;
}

export interface FullTeam extends Team {
  memberCount: number;
  projects?: Array<{ id: string; slug: string }> | null;
}

/** What an invitation link offers. */
export interface Offer {
  organization: string;
  organizationName: string;
  email: string;
  role: string;
  accountExists: boolean;
}

const e = encodeURIComponent;
const base = (org: string) => `/api/0/organizations/${e(org)}`;

export const allMembersQuery = (org: string) => queryOptions({ queryKey: ["all-members", org], queryFn: ({ signal }) => get<FullMember[]>(`${base(org)}/members/`, { per_page: 100 }, signal) });
export const allTeamsQuery = (org: string) => queryOptions({ queryKey: ["all-teams", org], queryFn: ({ signal }) => get<FullTeam[]>(`${base(org)}/teams/`, { per_page: 100 }, signal) });

export const invite = (org: string, body: { email: string; orgRole: Role; teams: string[] }) => request<FullMember>("POST", `${base(org)}/members/`, { body });
export const changeMember = (org: string, id: string, body: { orgRole?: string; teams?: string[] }) => request<FullMember>("PUT", `${base(org)}/members/${e(id)}/`, { body });
export const removeMember = (org: string, id: string) => request<undefined>("DELETE", `${base(org)}/members/${e(id)}/`);

export const createTeam = (org: string, body: { name: string; slug: string }) => request<FullTeam>("POST", `${base(org)}/teams/`, { body });
export const deleteTeam = (org: string, slug: string) => request<undefined>("DELETE", `/api/0/teams/${e(org)}/${e(slug)}/`);
export const teamMember = (org: string, member: string, team: string, present: boolean) => request<unknown>(present ? "POST" : "DELETE", `${base(org)}/members/${e(member)}/teams/${e(team)}/`);
export const teamProject = (org: string, project: string, team: string, present: boolean) => request<unknown>(present ? "POST" : "DELETE", `/api/0/projects/${e(org)}/${e(project)}/teams/${e(team)}/`);

export const changeOrganization = (org: string, body: { name: string; slug: string }) => request<Organization>("PUT", `${base(org)}/`, { body });

export const offerQuery = (code: string) => queryOptions({ queryKey: ["offer", code], queryFn: ({ signal }) => get<Offer>(`/api/native/invitations/${e(code)}`, {}, signal), retry: false });
export const acceptOffer = (code: string, body: { name?: string; password?: string }) => request<unknown>("POST", `/api/native/invitations/${e(code)}`, { body });
