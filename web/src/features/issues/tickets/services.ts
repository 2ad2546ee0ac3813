/** Tools that tickets are kept in, by the names they give themselves. */
import type { Ticket } from "~/api/tickets";

const names: Record<string, string> = {
  github: "GitHub", gitlab: "GitLab", bitbucket: "Bitbucket", gitea: "Forgejo", jira: "Jira", linear: "Linear", azure: "Azure DevOps",
  youtrack: "YouTrack", shortcut: "Shortcut", asana: "Asana", trello: "Trello", clickup: "ClickUp",
};

/** The page of a ticket; null where it is none that a browser may be sent to. */
function pageOf(ticket: Ticket): URL | null {
  const url = URL.parse(ticket.webUrl);
  return url && (url.protocol === "https:" || url.protocol === "http:") ? url : null;
}

export interface TicketLook {
  href: string | null;
  /** The tool; of any other page its host, unless the name begins with that. */
  where: string;
}

export function lookOf(ticket: Ticket): TicketLook {
  const page = pageOf(ticket);
  const known = Object.hasOwn(names, ticket.serviceType) ? names[ticket.serviceType] : undefined;
  const host = page && !ticket.displayName.startsWith(page.host) ? page.host : "";
  return { href: page?.href ?? null, where: known ?? host };
}
