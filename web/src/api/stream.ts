/** Live changes by server-sent events. One connection for the whole page, however many listen; reconnects by itself. */
import { useEffect, useRef, useState } from "react";

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

export interface Listener {
  onChange: (change: IssueChange) => void;
  /** Too much happened to tell: read anew. */
  onLagged: () => void;
  onState: (state: LiveState) => void;
}

const retry_first_ms = 1000;
const retry_longest_ms = 30_000;
/** A page that goes and the next that comes share the connection. */
const linger_ms = 2000;

export function openStream(url: string, listener: Listener): () => void {
  let source: EventSource | null = null;
  let timer = 0;
  let delay = retry_first_ms;
  const connect = () => {
    source = new EventSource(url);
    source.addEventListener("open", () => {
      delay = retry_first_ms;
      listener.onState("live");
    });
    source.addEventListener("issue", (event: MessageEvent<string>) => listener.onChange(JSON.parse(event.data) as IssueChange));
    source.addEventListener("lagged", () => listener.onLagged());
    source.addEventListener("error", () => {
      listener.onState("lost");
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

interface Hub {
  listeners: Set<Listener>;
  state: LiveState;
  close: () => void;
  closing: number;
}

const hubs = new Map<string, Hub>();

function openHub(url: string): Hub {
  const hub: Hub = { listeners: new Set(), state: "connecting", close: () => undefined, closing: 0 };
  const each = (run: (listener: Listener) => void) => {
    for (const listener of hub.listeners) run(listener);
  };
  hub.close = openStream(url, {
    onChange: (change) => each((listener) => listener.onChange(change)),
    onLagged: () => each((listener) => listener.onLagged()),
    onState: (state) => {
      hub.state = state;
      each((listener) => listener.onState(state));
    },
  });
  hubs.set(url, hub);
  return hub;
}

/** Listens to an organisation until the answer is called. */
export function listen(org: string, listener: Listener): () => void {
  const url = `/api/native/organizations/${encodeURIComponent(org)}/stream`;
  const hub = hubs.get(url) ?? openHub(url);
  window.clearTimeout(hub.closing);
  hub.listeners.add(listener);
  listener.onState(hub.state);
  return () => {
    hub.listeners.delete(listener);
    if (hub.listeners.size > 0) return;
    hub.closing = window.setTimeout(() => {
      hub.close();
      hubs.delete(url);
    }, linger_ms);
  };
}

/** Subscribes while mounted, to all projects or to some; the callbacks may change between renders. */
export function useIssueStream(org: string, projects: readonly string[], onChange: (change: IssueChange) => void, onLagged?: () => void): LiveState {
  const [state, setState] = useState<LiveState>("connecting");
  const latest = useRef({ projects, onChange, onLagged });
  useEffect(() => {
    latest.current = { projects, onChange, onLagged };
  });
  useEffect(
    () =>
      listen(org, {
        onChange: (change) => {
          const wanted = latest.current.projects;
          if (wanted.length === 0 || wanted.includes(change.projectId)) latest.current.onChange(change);
        },
        onLagged: () => latest.current.onLagged?.(),
        onState: setState,
      }),
    [org],
  );
  return state;
}
