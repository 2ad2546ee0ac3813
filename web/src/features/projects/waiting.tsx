import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { firstEventQuery, sendTestEvent } from "~/api/projects";
import { useIssueStream } from "~/api/stream";
import { t } from "~/lib/i18n/index";
import { duration } from "~/lib/time";
import { Button } from "~/ui/button";
import { Icon, Mark } from "~/ui/icon";
import { Time, useNow } from "~/ui/text";
import { toast } from "~/ui/toast-store";

const poll_ms = 2000;

interface Props {
  org: string;
  slug: string;
  projectId: string;
  onArrived: (arrived: boolean) => void;
}

/** Waits in place: the box turns green, the checks say how far the event came. */
export function Waiting({ org, slug, projectId, onArrived }: Props) {
  const client = useQueryClient();
  const options = firstEventQuery(org, slug);
  const first = useQuery({ ...options, refetchInterval: (query) => (query.state.data?.received ? false : poll_ms) });
  useIssueStream(org, [projectId], () => void client.invalidateQueries({ queryKey: options.queryKey }));
  const [since] = useState(() => Date.now());
  const now = useNow();
  const test = useMutation({
    mutationFn: () => sendTestEvent(org, slug),
    onSuccess: () => void client.invalidateQueries({ queryKey: options.queryKey }),
    onError: (error) => toast({ text: t("action.failed", { reason: error.message }), icon: "warning" }),
  });
  const received = first.data?.received ?? false;
  useEffect(() => onArrived(received), [received, onArrived]);
  const checks = first.data?.checks ?? [];
  const at = checks.findLast((check) => check.done)?.at ?? null;
  return (
    <>
      <div className={`wait ${received ? "live" : ""}`} role="status" aria-live="polite">
        <span className="orb">{received ? <Icon name="check" size={20} /> : <><span className="orb-p"><span className="pulse" /></span><Mark /></>}</span>
        <div>
          <div className="b fs14">{received ? <>{t("first.works")} <Time value={at} /></> : t("first.waiting", { project: slug })}</div>
          <div className="t2">{received ? t("first.works.hint") : t("first.listening", { time: duration(Math.max(1, (now - since) / 1000)) })}</div>
        </div>
        <div className="row-f">
          {received ? (
            first.data?.issueId && <Link className="btn pri" to="/organizations/$org/issues/$issueId" params={{ org, issueId: first.data.issueId }} search={first.data.eventId ? { event: first.data.eventId } : {}}>{t("first.open")}</Link>
          ) : (
            <Button icon="send" disabled={test.isPending} onClick={() => test.mutate()}>{t("first.test")}</Button>
          )}
        </div>
      </div>
      <ul className="chk">
        {checks.map((check) => (
          <li key={check.id}>
            <span className={`row-f ${check.done ? "c-ok" : "t3"}`}><Icon name={check.done ? "check" : "circle"} size={12} />{t(`check.${check.id}`)}</span>
            <span className="t3">{check.done ? check.at ? <Time value={check.at} /> : t("check.done") : t(`check.${check.id}.not`)}</span>
          </li>
        ))}
      </ul>
      <p className="t12 t3 ob-h">
        {received ? t("first.next") : <>{t("first.nothing")} <span className="mono">/api/{projectId}/envelope/</span>.</>}
      </p>
    </>
  );
}
