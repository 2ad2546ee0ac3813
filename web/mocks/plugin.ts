/** A server in the dev server: answers `/api/` from the sample data. The cookie `mock` picks a state: setup, signed-out, empty. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Plugin } from "vite";
import { handle } from "./routes.ts";
import { stream } from "./stream.ts";

/** The policy the real server sends, so that nothing forbidden slips in unseen. */
const policy = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text === "" ? undefined : JSON.parse(text);
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://localhost");
  if (url.pathname.endsWith("/stream")) return stream(request, response);
  const state = /mock=([\w-]+)/.exec(request.headers.cookie ?? "")?.[1] ?? "";
  const answer = handle({ method: request.method ?? "GET", url, state, body: await bodyOf(request) });
  response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
  response.end(answer.body === undefined ? "" : JSON.stringify(answer.body));
}

export function mockServer(): Plugin {
  const middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => {
    if (request.url?.startsWith("/api/")) void serve(request, response);
    else next();
  };
  return {
    name: "mock-server",
    configureServer: (server) => {
      server.middlewares.use(middleware);
    },
    configurePreviewServer: (server) => {
      server.middlewares.use((_request, response, next) => {
        response.setHeader("content-security-policy", policy);
        next();
      });
      server.middlewares.use(middleware);
    },
  };
}
