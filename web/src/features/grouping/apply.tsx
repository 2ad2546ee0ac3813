import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { t, told } from "~/lib/i18n/index";
import { exactNumber } from "~/lib/number";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Check } from "~/ui/field";
import { Card } from "~/ui/page";
import { Time } from "~/ui/text";
import { toast } from "~/ui/toast-store";
import { type Regrouping, cancelRegrouping, isOver, regroupingsQuery, rulesQuery, undoRegrouping } from "~/api/grouping";

interface Props {
  org: string;
  project: string;
  /** Number of the newest rules. */
  version: number;
}

/** Jobs that applied rules to stored events: the one under way with its progress, and those before. */
export function Regroupings({ org, project, version }: Props) {
  const client = useQueryClient();
  const jobs = useQuery(regroupingsQuery(org, project));
  const again = () => void client.invalidateQueries({ queryKey: regroupingsQuery(org, project).queryKey });
  const failed = (error: Error) => toast({ text: t("action.failed", { reason: error.message }), icon: "warning" });
  const stop = useMutation({ mutationFn: (id: string) => cancelRegrouping(org, project, id), onSuccess: again, onError: failed });
  const [asked, setAsked] = useState<Regrouping | null>(null);
  const undo = useMutation({
    mutationFn: ({ id, rules }: { id: string; rules: boolean }) => undoRegrouping(org, project, id, rules),
    onSuccess: () => {
      again();
      void client.invalidateQueries({ queryKey: rulesQuery(org, project).queryKey });
    },
    onError: failed,
  });
  const under_way = jobs.data?.find((job) => !isOver(job.state))?.id;
  const before = useRef(under_way);
  useEffect(() => {
    // When a job has come to its end, issues elsewhere are others than those read before.
    if (before.current && !under_way) void client.invalidateQueries();
    before.current = under_way;
  }, [client, under_way]);
  if (!jobs.data || jobs.data.length === 0) return null;
  return (
    <Card title={t("regroup.title")} hint={t("regroup.hint")}>
      <ul className="links">
        {jobs.data.map((job, at) => (
          <li key={job.id} className="p stack4">
            <span className="row-f gap8">
              <b className="grow">{t(`regroup.${job.kind}`, { n: job.version })}</b>
              <span className="t12 t3">{job.author ?? t("grouping.nobody")} · <Time value={job.dateCreated} /></span>
              {!isOver(job.state) && <Button disabled={stop.isPending} onClick={() => stop.mutate(job.id)}>{t("regroup.stop")}</Button>}
              {at === 0 && job.kind === "apply" && isOver(job.state) && !job.undone && <Button disabled={undo.isPending} onClick={() => setAsked(job)}>{t("regroup.takeBack")}</Button>}
            </span>
            <Progress job={job} />
          </li>
        ))}
      </ul>
      {asked && <AskUndo job={asked} newest={asked.version === version && version > 0} onUndo={(rules) => undo.mutate({ id: asked.id, rules })} onClose={() => setAsked(null)} />}
    </Card>
  );
}

/** Asks whether the rules go back as well. */
function AskUndo({ job, newest, onUndo, onClose }: { job: Regrouping; newest: boolean; onUndo: (rules: boolean) => void; onClose: () => void }) {
  const [rules, setRules] = useState(newest);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t("regroup.ask.title", { n: job.version })}>
      <form
        className="form dlg-b"
        onSubmit={(event) => {
          event.preventDefault();
          onUndo(rules);
          onClose();
        }}
      >
        <p className="t2">{t("regroup.ask.text", { n: exactNumber(job.moved) })}</p>
        {newest && <Check label={t("regroup.ask.rules")} checked={rules} onChange={setRules} />}
        <div className="row-f end">
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" tone="pri">{t("regroup.takeBack")}</Button>
        </div>
      </form>
    </Dialog>
  );
}

function Progress({ job }: { job: Regrouping }) {
  const n = exactNumber;
  const figures = { looked: n(job.looked), total: n(job.total), moved: n(job.moved), planned: n(job.planned), made: n(job.made), merged: n(job.merged) };
  const text = job.state === "failed" ? t("regroup.state.failed", { reason: told(job.note ?? "") }) : t(`regroup.state.${job.state}`, figures);
  const [value, max] = job.state === "moving" ? [job.moved, job.planned] : [job.looked, job.total];
  return (
    <>
      {!isOver(job.state) && <progress className="grp-progress" aria-label={t("regroup.title")} value={max > 0 ? value : undefined} max={Math.max(max, 1)} />}
      <span className="t12 t2" aria-live="polite">{text}{job.undone && ` ${t("regroup.undone")}`}</span>
    </>
  );
}
