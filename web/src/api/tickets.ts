/** Tickets of other tools that belong to an issue. */
import { request } from "./http";

export interface Ticket {
  id: string;
  issueId: string;
  serviceType: string;
  displayName: string;
  webUrl: string;
}

const tickets = (org: string, issue: string) => `/api/0/organizations/${encodeURIComponent(org)}/issues/${encodeURIComponent(issue)}/external-issues/`;

export const linkTicket = (org: string, issue: string, body: { webUrl: string; displayName?: string }) => request<Ticket>("POST", tickets(org, issue), { body });
export const unlinkTicket = (org: string, issue: string, id: string) => request<undefined>("DELETE", `${tickets(org, issue)}${encodeURIComponent(id)}/`);
