import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { undoMerge } from "~/api/grouping";
import type { Activity } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { toast } from "~/ui/toast-store";
import { mergesOf } from "./words";

/** The issues that went into this one, each with a button that brings it back. */
export function Merged({ org, issueId, item }: { org: string; issueId: string; item: Activity }) {
  const client = useQueryClient();
  const undo = useMutation({
    mutationFn: (number: string) => undoMerge(org, issueId, number),
    onSuccess: () => {
      toast({ text: t("merge.undone") });
      void client.invalidateQueries();
    },
    onError: (error: Error) => toast({ text: t("action.failed", { reason: error.message }), icon: "warning" }),
  });
  const byRegrouping = item.data?.reason === "regroup";
  return (
    <ul className="act-m">
      {mergesOf(item).map((each) => (
        <li key={each.id}>
          {each.undone ? <Link className="grow ell" to="/organizations/$org/issues/$issueId" params={{ org, issueId: each.id }}>{each.title}</Link> : <span className="grow ell t2">{each.title}</span>}
          {each.undone && <span className="t12 t3">{t("merge.isUndone")}</span>}
          {!each.undone && !byRegrouping && each.merge && <button type="button" className="link t12" aria-label={t("merge.undo.one", { title: each.title })} disabled={undo.isPending} onClick={() => undo.mutate(each.merge)}>{t("undo")}</button>}
        </li>
      ))}
    </ul>
  );
}
