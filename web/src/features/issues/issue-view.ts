/** What of an issue is looked at; all of it stands in the address. */
import type { Params } from "~/api/http";
import { many, one } from "~/lib/search-params";

export interface IssueView {
  /** latest, oldest, recommended or an event id. */
  event?: string;
  tab?: string;
  environment?: string[];
  /** A span chosen on the chart, ISO dates. */
  start?: string;
  end?: string;
  /** Search among the issue's events. */
  query?: string;
}

const date = (value: unknown): string | undefined => {
  const text = one(value);
  return text && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) && Number.isFinite(Date.parse(text)) ? text : undefined;
};

export function readView(raw: Record<string, unknown>): IssueView {
  const event = one(raw.event);
  const tab = one(raw.tab);
  const environment = many(raw.environment);
  const [start, end] = [date(raw.start), date(raw.end)];
  const query = one(raw.query);
  return {
    ...(event && /^(latest|oldest|recommended|[0-9a-f]{32})$/.test(event) ? { event } : {}),
    ...(tab && /^[a-z-]{1,30}$/.test(tab) ? { tab } : {}),
    ...(environment ? { environment } : {}),
    ...(start && end && start < end ? { start, end } : {}),
    ...(query ? { query } : {}),
  };
}

/** The part of the view that limits which events count. */
export function viewParams(view: IssueView): Params {
  return { environment: view.environment, start: view.start, end: view.end };
}

export function isNarrowed(view: IssueView): boolean {
  return Boolean(view.environment?.length ?? view.start);
}
