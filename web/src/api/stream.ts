/** Live changes by server-sent events. One connection; reconnects by itself; tells whether it lives. */
import { useEffect, useRef, useState } from "react";
import { withParams } from "./http";

export interface IssueChange {
  kind: "new" | "updated" | "regressed" | "status";
  issueId: string;
  projectId: string;
  shortId: string;
  title: string;
  lastSeen: string;
  count: string;
  userCount: number;
}

export type LiveState = "connecting" | "live" | "lost";

const retry_first_ms = 1000;
const retry_longest_ms = 30_000;

export function openStream(url: string, onChange: (change: IssueChange) => void, onLagged: () => void, onState: (state: LiveState) => void): () => void {
  let source: EventSource | null = null;
  let timer = 0;
  let delay = retry_first_ms;
  const connect = () => {
    source = new EventSource(url);
    source.addEventListener("open", () => {
      delay = retry_first_ms;
      onState("live");
    });
    source.addEventListener("issue", (event: MessageEvent<string>) => onChange(JSON.parse(event.data) as IssueChange));
    source.addEventListener("lagged", onLagged);
    source.addEventListener("error", () => {
      onState("lost");
      if (source?.readyState !== EventSource.CLOSED) return;
      timer = window.setTimeout(connect, delay);
      delay = Math.min(delay * 2, retry_longest_ms);
    });
  };
  connect();
  return () => {
    window.clearTimeout(timer);
    source?.close();
  };
}

/** Subscribes while mounted; `onLagged`: too much happened to tell, read anew; `onChange` may change between renders. */
export function useIssueStream(org: string, projects: readonly string[], onChange: (change: IssueChange) => void, onLagged?: () => void): LiveState {
  const [state, setState] = useState<LiveState>("connecting");
  const latest = useRef({ onChange, onLagged });
  useEffect(() => {
    latest.current = { onChange, onLagged };
  });
  const url = withParams(`/api/native/organizations/${encodeURIComponent(org)}/stream`, { project: projects });
  useEffect(() => openStream(url, (change) => latest.current.onChange(change), () => latest.current.onLagged?.(), setState), [url]);
  return state;
}
