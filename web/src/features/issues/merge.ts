/** Several issues into one: the server keeps the oldest that has most events, and says which. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { request } from "~/api/http";
import type { Issue } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { toast } from "~/ui/toast-store";
import { dropFromLists } from "./cache";
import { issueBase } from "./queries";

interface Merged {
  merge?: { parent: string; children: string[] };
}

type Merge = (issues: readonly Issue[], onMerged?: (parent: string) => void) => boolean;

/** Merges; false when there is nothing to merge, and it has said so. */
export function useMerge(org: string): Merge {
  const client = useQueryClient();
  return useCallback((issues, onMerged) => {
    const projects = new Set(issues.map((issue) => issue.project.id));
    if (issues.length < 2 || projects.size > 1) {
      toast({ text: t(issues.length < 2 ? "merge.few" : "merge.projects"), icon: "warning" });
      return false;
    }
    void (async () => {
      try {
        const answer = await request<Merged>("PUT", issueBase(org), { params: { id: issues.map((issue) => issue.id) }, body: { merge: 1 } });
        const gone = new Set(answer.merge?.children ?? []);
        const kept = issues.find((issue) => issue.id === answer.merge?.parent);
        dropFromLists(client, org, (issue) => gone.has(issue.id));
        toast({ text: t("merge.done", { n: gone.size, into: kept?.shortId ?? "" }) });
        if (answer.merge) onMerged?.(answer.merge.parent);
      } catch (error) {
        toast({ text: t("action.failed", { reason: error instanceof Error ? error.message : "" }), icon: "warning" });
      }
      for (const key of ["issues", "issue", "issue-groups", "issue-counts"]) void client.invalidateQueries({ queryKey: [key, org] });
    })();
    return true;
  }, [client, org]);
}
