/** The stream applied to what is shown: numbers change in place, new issues wait to be asked for, tabs count anew. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { type IssueChange, type LiveState, useIssueStream } from "~/api/stream";
import { applyChange } from "./cache";

interface Live {
  state: LiveState;
  /** New or returned issues that the list does not show yet. */
  fresh: number;
  clear: () => void;
  /** When each issue last changed, for the tint. */
  flashes: ReadonlyMap<string, number>;
  perMinute: number;
}

const none: readonly string[] = [];
const window_ms = 60_000;
/** Counts are asked anew at most this often, however much happens. */
const recount_ms = 5000;
/** Changes that come within a breath are drawn together. */
const gather_ms = 250;

export function useLive(org: string, projects: readonly string[] | undefined): Live {
  const client = useQueryClient();
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const [flashes, setFlashes] = useState<ReadonlyMap<string, number>>(new Map());
  const [seen, setSeen] = useState<readonly number[]>([]);
  const recount = useRecount(org);
  const waiting = useRef<IssueChange[]>([]);
  const timer = useRef(0);
  const flush = useCallback(() => {
    timer.current = 0;
    const changes = waiting.current;
    waiting.current = [];
    const now = Date.now();
    // Of several changes of one issue the newest says all, but that it is new or came back stays said.
    const tinted = new Map<string, number>();
    const arrived: string[] = [];
    for (const change of changes) {
      if (applyChange(client, org, change)) tinted.set(change.issueId, now);
      else if (change.kind === "new" || change.kind === "regressed") arrived.push(change.issueId);
      if (change.kind !== "updated") recount();
    }
    setSeen((old) => [...old.filter((at) => now - at < window_ms), ...changes.map(() => now)]);
    if (tinted.size > 0) setFlashes((old) => new Map([...old].filter(([, at]) => now - at < window_ms).concat([...tinted])));
    if (arrived.length > 0) setFresh((old) => new Set([...old, ...arrived]));
  }, [client, org, recount]);
  const onChange = useCallback((change: IssueChange) => {
    waiting.current.push(change);
    if (timer.current === 0) timer.current = window.setTimeout(flush, gather_ms);
  }, [flush]);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const state = useIssueStream(org, projects ?? none, onChange, () => void client.invalidateQueries({ queryKey: ["issues", org] }));
  const clear = useCallback(() => setFresh(new Set()), []);
  return { state, fresh: fresh.size, clear, flashes, perMinute: seen.length };
}

/** Asks for the counts of tabs and views anew, now and at most every few seconds. */
function useRecount(org: string): () => void {
  const client = useQueryClient();
  const last = useRef(0);
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  return useCallback(() => {
    if (timer.current) return;
    const wait = Math.max(0, last.current + recount_ms - Date.now());
    timer.current = window.setTimeout(() => {
      timer.current = 0;
      last.current = Date.now();
      void client.invalidateQueries({ queryKey: ["issue-counts", org] });
    }, wait);
  }, [client, org]);
}
