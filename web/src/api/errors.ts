import { told } from "~/lib/i18n/index";

/** A refused or failed request, with words a person can act on. */
export class ApiError extends Error {
  override name = "ApiError";
  constructor(
    readonly status: number,
    readonly path: string,
    message: string,
    /** Faults by field, from a 400. */
    readonly fields: Record<string, string[]> = {},
    readonly retryAfterS: number | null = null,
    /** Where in the search the fault is, in characters; null where it is no fault of a search. */
    readonly at: { start: number; end: number } | null = null,
  ) {
    super(message);
  }
}

/** Reads `{detail}`, `{error}` or `{field: [..]}`; what the server says is said in the language shown. */
export function errorFrom(status: number, path: string, body: unknown, retryAfter: string | null): ApiError {
  const fields: Record<string, string[]> = {};
  let message = "";
  if (typeof body === "object" && body !== null) {
    for (const [key, value] of Object.entries(body)) {
      if ((key === "detail" || key === "error") && typeof value === "string") message = told(value);
      else if (key === "detail" && typeof value === "object" && value !== null && "message" in value) message = told(String(value.message));
      else if (Array.isArray(value)) fields[key] = value.map((each) => told(String(each)));
      else if (typeof value === "string") fields[key] = [told(value)];
    }
  }
  const { position, length } = (body ?? {}) as { position?: unknown; length?: unknown };
  const at = typeof position === "number" ? { start: position, end: position + (typeof length === "number" ? length : 1) } : null;
  const first = Object.values(fields)[0]?.[0];
  const seconds = Number.parseInt(retryAfter ?? "", 10);
  return new ApiError(status, path, message || first || `HTTP ${status}`, fields, Number.isFinite(seconds) ? seconds : null, at);
}

export function isStatus(error: unknown, status: number): boolean {
  return error instanceof ApiError && error.status === status;
}
