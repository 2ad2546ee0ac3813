import { useEffect } from "react";
import { listen } from "~/api/stream";
import { addUnseen, markSeen } from "~/ui/attention";

/** Counts new and returned issues until the reader has seen them; looking at one is seeing it. */
export function useAttention(org: string): void {
  useEffect(() => {
    markSeen();
    return listen(org, {
      onChange: (change) => {
        if (change.kind === "new" || change.kind === "regressed") addUnseen(change.issueId);
        else if (change.kind === "status") markSeen(change.issueId);
      },
      onLagged: () => undefined,
      onState: () => undefined,
    });
  }, [org]);
}
