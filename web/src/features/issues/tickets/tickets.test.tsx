import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { expect, it } from "vitest";
import type { Ticket } from "~/api/tickets";
import type { IssueDetail } from "~/api/types";
import { lookOf } from "./services";
import { Tickets } from "./tickets";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const ticket = (change: Partial<Ticket> = {}): Ticket => ({ id: "7", issueId: "1", serviceType: "jira", displayName: "PROJ-1", webUrl: "https://acme.atlassian.net/browse/PROJ-1", ...change });
const issue = (tickets?: Ticket[]): IssueDetail => ({
  id: "1", shortId: "WEB-1", title: "T: v", culprit: null, level: "error", status: "unresolved", substatus: "ongoing", priority: "low",
  project: { id: "1", name: "web", slug: "web", platform: null }, type: "error", metadata: null, assignedTo: null,
  count: "5", userCount: 2, firstSeen: null, lastSeen: null, ...(tickets ? { sentryAppIssues: tickets } : {}),
});

function render(shown: IssueDetail, access: string[], linking = false): HTMLElement {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  client.setQueryData(["access", "o"], access);
  const holder = document.createElement("div");
  act(() => createRoot(holder).render(<QueryClientProvider client={client}><Tickets org="o" issue={shown} linking={linking} onLinking={() => undefined} /></QueryClientProvider>));
  return holder;
}

const buttons = (holder: HTMLElement) => [...holder.querySelectorAll("button")].map((button) => button.getAttribute("aria-label") ?? button.textContent);

it("is there for whoever may change issues, and to read for the others", () => {
  expect(buttons(render(issue([ticket()]), ["event:read", "event:write"]))).toEqual(["Link a ticket", "Unlink PROJ-1"]);
  const reader = render(issue([ticket()]), ["event:read"], true);
  expect(buttons(reader)).toEqual([]);
  expect(reader.querySelector("form")).toBeNull();
  expect(reader.querySelector("a")?.getAttribute("href")).toBe("https://acme.atlassian.net/browse/PROJ-1");
  expect(render(issue([]), ["event:read"]).textContent).toContain("Linked to no ticket.");
});

it("waits for the whole issue, and gives the field for an address when it is asked for", () => {
  expect(render(issue(), ["event:admin"]).textContent).toBe("");
  expect(buttons(render(issue([]), ["event:admin"], true))).toEqual(["Cancel", "Link"]);
});

it("leads to pages only, in a tab of their own", () => {
  const evil = render(issue([ticket({ webUrl: "javascript:alert(1)", displayName: "<img src=x>" })]), []);
  expect(evil.querySelector("a,img")).toBeNull();
  expect(evil.textContent).toContain("<img src=x>");
  const link = render(issue([ticket()]), []).querySelector("a");
  expect([link?.target, link?.rel]).toEqual(["_blank", "noopener noreferrer"]);
});

it("tells the tool, of any other page the host", () => {
  const where = (change: Partial<Ticket>) => lookOf(ticket(change)).where;
  expect(where({})).toBe("Jira");
  expect(where({ serviceType: "link", webUrl: "https://wiki.acme.example/x", displayName: "Post mortem" })).toBe("wiki.acme.example");
  expect(where({ serviceType: "link", webUrl: "https://wiki.acme.example/x", displayName: "wiki.acme.example/x" })).toBe("");
  expect(where({ serviceType: "toString", webUrl: "no page" })).toBe("");
});
