import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { request } from "~/api/http";
import type { IssueDetail } from "~/api/types";
import { patchIssues } from "./cache";
import { issueBase } from "./queries";

/** An issue that was opened was seen; said once, and nobody needs to know when it fails. */
export function useMarkSeen(org: string, issue: IssueDetail): void {
  const client = useQueryClient();
  const { id, hasSeen } = issue;
  useEffect(() => {
    if (hasSeen !== false) return;
    void request<unknown>("PUT", issueBase(org), { params: { id }, body: { hasSeen: true } }).then(() => patchIssues(client, org, (each) => (each.id === id ? { hasSeen: true } : null)), () => undefined);
  }, [client, org, id, hasSeen]);
}
