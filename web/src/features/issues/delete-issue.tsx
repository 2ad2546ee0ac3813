import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { request } from "~/api/http";
import type { IssueDetail } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { exactNumber } from "~/lib/number";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Field } from "~/ui/field";
import { toast } from "~/ui/toast-store";
import { dropFromLists } from "./cache";
import { lastList } from "./last-list";
import { issueBase } from "./queries";

/** Deleting cannot be undone, so it asks: by typing the issue's id. */
export function DeleteIssue({ org, issue, open, onOpenChange }: { org: string; issue: IssueDetail; open: boolean; onOpenChange: (open: boolean) => void }) {
  const [text, setText] = useState("");
  const client = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => request<unknown>("DELETE", `${issueBase(org)}${issue.id}/`),
    onSuccess: async () => {
      onOpenChange(false);
      dropFromLists(client, org, (each) => each.id === issue.id);
      toast({ text: t("delete.done", { id: issue.shortId }) });
      await navigate({ to: "/organizations/$org/issues", params: { org }, search: lastList()?.search ?? {} });
      void client.invalidateQueries({ queryKey: ["issue-counts", org] });
    },
    onError: (error) => toast({ text: t("action.failed", { reason: error.message }), icon: "warning" }),
  });
  const typed = text.trim().toUpperCase() === issue.shortId.toUpperCase();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed) remove.mutate();
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("delete.title", { id: issue.shortId })}>
      <form className="frm" onSubmit={submit}>
        <p>{t("delete.text", { n: exactNumber(issue.count) })}</p>
        <Field label={t("delete.type", { id: issue.shortId })} value={text} autoComplete="off" spellCheck={false} onChange={(change) => setText(change.target.value)} />
        <div className="row-f end">
          <Button onClick={() => onOpenChange(false)}>{t("cancel")}</Button>
          <Button type="submit" className="danger" disabled={!typed || remove.isPending}>{t("delete.do")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
