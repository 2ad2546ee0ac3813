/** A request as a curl command that can be pasted into a shell. */
import type { Pair, RequestData } from "~/api/event-types";

export const redacted = /\[(?:Filtered|scrubbed[^\]]*|redacted[^\]]*)\]/g;

/**
 * One word of a POSIX shell whatever is in it. Inside single quotes nothing has a meaning; a quote is closed, escaped
 * and opened again. Control characters other than tab and line feed cannot be typed and are left out, so that a
 * pasted command does what it shows.
 */
export function shell(text: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is to be found
  return `'${text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "").replaceAll("'", String.raw`'\''`)}'`;
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

/** A header is one line, whatever its value says. */
const oneLine = (text: string) => text.replaceAll(/[\r\n]+/g, " ");

export function curl(request: RequestData): string {
  const method = request.method ?? "GET";
  // `--globoff`: brackets of the address are no pattern of curl's. `--url`: an address that begins with - is no option.
  const lines = [`curl${/[[\]{}]/.test(fullUrl(request)) ? " --globoff" : ""}${method === "GET" ? "" : ` -X ${/^[A-Za-z]+$/.test(method) ? method : shell(method)}`} ${request.url?.startsWith("-") ? "--url " : ""}${shell(fullUrl(request))}`];
  for (const [name, value] of pairs(request.headers)) {
    if (!/^(host|content-length|connection|cookie|accept-encoding)$/i.test(name)) lines.push(`-H ${shell(oneLine(`${name.toLowerCase()}: ${value ?? ""}`))}`);
  }
  const cookies = pairs(request.cookies);
  if (cookies.length > 0) lines.push(`-H ${shell(oneLine(`cookie: ${cookies.map(([k, v]) => `${k}=${v ?? ""}`).join("; ")}`))}`);
  const body = bodyText(request);
  // `--data-raw`: a body that begins with @ is no file name.
  if (body) lines.push(`--data-raw ${shell(body)}`);
  return lines.join(" \\\n  ");
}
