/** Live events of the sample data: the checkout error goes on, and three new issues arrive. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { findIssue } from "./issues.ts";

const update_ms = 4000;
const news_ms = 1200;

export function stream(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  response.flushHeaders();
  const send = (kind: string, issueId: string, title: string, shortId: string, count: number, userCount: number) =>
    response.write(`event: issue\ndata: ${JSON.stringify({ kind, issueId, projectId: "1", shortId, title, lastSeen: new Date().toISOString(), count: String(count), userCount })}\n\n`);
  response.write("event: ping\ndata: {}\n\n");
  const updates = setInterval(() => {
    const first = findIssue("WEB-3F2");
    if (!first) return;
    first.count = String(Number(first.count) + 3);
    first.userCount += 1;
    if (first.lifetime) first.lifetime.count = first.count;
    first.lastSeen = new Date().toISOString();
    send("updated", first.id, first.title, first.shortId, Number(first.count), first.userCount);
  }, update_ms);
  const news = setTimeout(() => {
    for (const [i, title] of ["RangeError: Invalid array length", "TimeoutError: pricing did not answer", "URIError: malformed"].entries()) send("new", String(9000 + i), title, `WEB-3G${i}`, 1, 1);
  }, news_ms);
  request.on("close", () => {
    clearInterval(updates);
    clearTimeout(news);
  });
}
