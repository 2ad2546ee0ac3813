/** The one way to the server: same origin, session cookie, CSRF header on what changes something. */
import { t } from "~/lib/i18n/index";
import { ApiError, errorFrom } from "./errors";
import type { Page } from "./types";

type Value = string | number | boolean | null | undefined;
export type Params = Record<string, Value | readonly Value[]>;
interface Options {
  params?: Params;
  body?: unknown;
  signal?: AbortSignal;
}

let csrf: string | null = null;
let onUnauthorized: () => void = () => undefined;

export function setCsrfToken(token: string | null): void {
  csrf = token;
}

/** Called once a request is answered 401 because the session ended. */
export function setUnauthorizedHandler(handler: () => void): void {
  onUnauthorized = handler;
}

export function withParams(path: string, params: Params = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null) search.append(key, String(item));
    }
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

async function send(method: string, path: string, options: Options): Promise<Response> {
  const headers = new Headers({ accept: "application/json" });
  if (options.body !== undefined) headers.set("content-type", "application/json");
  if (method !== "GET" && csrf) headers.set("X-CSRF-Token", csrf);
  let response: Response;
  try {
    response = await fetch(withParams(path, options.params), {
      method,
      headers,
      credentials: "same-origin",
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw new ApiError(0, path, t("state.unreachable"));
  }
  if (response.ok) return response;
  const body: unknown = await response.json().catch(() => null);
  if (response.status === 401 && !path.startsWith("/api/native/s")) onUnauthorized();
  throw errorFrom(response.status, path, body, response.headers.get("retry-after"));
}

export async function request<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const response = await send(method, path, options);
  const text = await response.text();
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

export const get = <T>(path: string, params?: Params, signal?: AbortSignal) =>
  request<T>("GET", path, { ...(params ? { params } : {}), ...(signal ? { signal } : {}) });

/** A body with the cursor its Link header leads to. */
export async function getBody<T>(path: string, params: Params, signal?: AbortSignal): Promise<{ body: T; next: string | null }> {
  const response = await send("GET", path, { params, ...(signal ? { signal } : {}) });
  return { body: (await response.json()) as T, next: parseLink(response.headers.get("link") ?? "").next };
}

/** A list with its cursors from the Link header and the number of hits. */
export async function getPage<T>(path: string, params?: Params, signal?: AbortSignal): Promise<Page<T>> {
  const response = await send("GET", path, { ...(params ? { params } : {}), ...(signal ? { signal } : {}) });
  const hits = Number.parseInt(response.headers.get("x-hits") ?? "", 10);
  return {
    items: (await response.json()) as T[],
    ...parseLink(response.headers.get("link") ?? ""),
    hits: Number.isFinite(hits) ? hits : null,
  };
}

export function parseLink(header: string): { next: string | null; previous: string | null } {
  const out: { next: string | null; previous: string | null } = { next: null, previous: null };
  for (const part of header.split(",")) {
    const rel = /rel="(next|previous)"/.exec(part)?.[1] as "next" | "previous" | undefined;
    const cursor = /cursor="([^"]*)"/.exec(part)?.[1];
    if (rel && cursor && /results="true"/.test(part)) out[rel] = cursor;
  }
  return out;
}
