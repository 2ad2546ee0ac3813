/** A request as a curl command that can be pasted into a shell. */
import type { Pair, RequestData } from "~/api/event-types";

export const redacted = /\[(?:Filtered|scrubbed[^\]]*|redacted[^\]]*)\]/g;

function shell(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

export function pairs(value: Pair[] | string | null | undefined): Pair[] {
  if (!value) return [];
  if (typeof value === "string") return [...new URLSearchParams(value)];
  return value;
}

export function fullUrl(request: RequestData): string {
  const query = typeof request.query === "string" ? request.query : pairs(request.query).map(([k, v]) => `${k}=${v ?? ""}`).join("&");
  return (request.url ?? "") + (query ? `?${query}` : "") + (request.fragment ? `#${request.fragment}` : "");
}

export function bodyText(request: RequestData): string {
  const { data } = request;
  if (data === null || data === undefined || data === "") return "";
  return typeof data === "string" ? data : JSON.stringify(data);
}

export function curl(request: RequestData): string {
  const method = request.method ?? "GET";
  const lines = [`curl ${method === "GET" ? "" : `-X ${method} `}${shell(fullUrl(request))}`];
  for (const [name, value] of pairs(request.headers)) {
    if (!/^(host|content-length|connection|cookie|accept-encoding)$/i.test(name)) lines.push(`-H ${shell(`${name.toLowerCase()}: ${value ?? ""}`)}`);
  }
  const cookies = pairs(request.cookies);
  if (cookies.length > 0) lines.push(`-H ${shell(`cookie: ${cookies.map(([k, v]) => `${k}=${v ?? ""}`).join("; ")}`)}`);
  const body = bodyText(request);
  if (body) lines.push(`--data ${shell(body)}`);
  return lines.join(" \\\n  ");
}
