/** The stream applied to what is shown: numbers change in place, new issues wait to be asked for. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
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

export function useLive(org: string, projects: readonly string[] | undefined): Live {
  const client = useQueryClient();
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const [flashes, setFlashes] = useState<ReadonlyMap<string, number>>(new Map());
  const [seen, setSeen] = useState<readonly number[]>([]);
  const onChange = useCallback(
    (change: IssueChange) => {
      const now = Date.now();
      setSeen((old) => [...old.filter((at) => now - at < window_ms), now]);
      if (applyChange(client, org, change)) setFlashes((old) => new Map(old).set(change.issueId, now));
      else if (change.kind === "new" || change.kind === "regressed") setFresh((old) => new Set(old).add(change.issueId));
    },
    [client, org],
  );
  const state = useIssueStream(org, projects ?? none, onChange, () => void client.invalidateQueries({ queryKey: ["issues", org] }));
  const clear = useCallback(() => setFresh(new Set()), []);
  return { state, fresh: fresh.size, clear, flashes, perMinute: seen.length };
}
