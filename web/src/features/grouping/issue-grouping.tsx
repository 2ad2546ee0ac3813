import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { t } from "~/lib/i18n/index";
import { exactNumber } from "~/lib/number";
import { Button } from "~/ui/button";
import { Check } from "~/ui/field";
import { Bar, Card, useTitle } from "~/ui/page";
import { Failed, SkeletonRows } from "~/ui/states";
import { Time } from "~/ui/text";
import { toast } from "~/ui/toast-store";
import { type HashRow, type SimilarIssue, hashesQuery, issueProjectQuery, merge, similarQuery, unmerge } from "~/api/grouping";

interface Props {
  org: string;
  issueId: string;
}

/** The page of its own, for links from elsewhere. */
export function IssueGrouping({ org, issueId }: Props) {
  useTitle(t("grouping.title"));
  return (
    <>
      <Bar path={[<Link key="i" to="/organizations/$org/issues/$issueId" params={{ org, issueId }}>{t("grouping.issue")}</Link>]} title={t("grouping.title")} />
      <main className="sy narrow"><GroupingCards org={org} issueId={issueId} /></main>
    </>
  );
}

/** What an issue is made of, and what looks like it. */
export function GroupingCards({ org, issueId }: Props) {
  const hashes = useQuery(hashesQuery(org, issueId));
  const similar = useQuery(similarQuery(org, issueId));
  return (
    <div className="grp">
      <Card title={t("grouping.hashes")} hint={t("grouping.hashes.hint")}>
        {hashes.isPending ? <SkeletonRows rows={2} /> : hashes.isError ? <Failed error={hashes.error} retry={() => void hashes.refetch()} /> : <Hashes org={org} issueId={issueId} rows={hashes.data} />}
      </Card>
      <Card title={t("grouping.similar")} hint={t("grouping.similar.hint")}>
        {similar.isPending ? <SkeletonRows rows={3} /> : similar.isError ? <Failed error={similar.error} retry={() => void similar.refetch()} /> : <Similar org={org} issueId={issueId} rows={similar.data} />}
      </Card>
    </div>
  );
}

/** Forgets what was read of issues before they were merged or taken apart. */
function useForget() {
  const client = useQueryClient();
  return () => void client.invalidateQueries();
}

/** Slug of the issue's project, once known. */
const useProject = (org: string, issueId: string) => useQuery(issueProjectQuery(org, issueId)).data?.project.slug;

const failed = (error: Error) => toast({ text: t("action.failed", { reason: error.message }), icon: "warning" });

function Hashes({ org, issueId, rows }: Props & { rows: readonly HashRow[] }) {
  const [picked, setPicked] = useState<readonly string[]>([]);
  const navigate = useNavigate();
  const forget = useForget();
  const split = useMutation({
    mutationFn: () => unmerge(org, issueId, picked),
    onSuccess: ({ id }) => {
      setPicked([]);
      forget();
      toast({ text: t("grouping.unmerged"), undo: () => void merge(org, [issueId, id]).then(forget, failed) });
      void navigate({ to: "/organizations/$org/issues/$issueId", params: { org, issueId: id } });
    },
    onError: failed,
  });
  const slug = useProject(org, issueId);
  const events = rows.filter((row) => picked.includes(row.id)).map((row) => row.latestEvent?.id).filter((id) => id !== undefined);
  const toggle = (id: string) => setPicked(picked.includes(id) ? picked.filter((other) => other !== id) : [...picked, id]);
  return (
    <div className="p stack8">
      <ul className="links">
        {rows.map((row) => (
          <li key={row.id} className="row-f gap8 gp-hash">
            {rows.length > 1 ? <Check label={<span className="mono t12">{row.id}</span>} checked={picked.includes(row.id)} onChange={() => toggle(row.id)} /> : <span className="mono t12">{row.id}</span>}
            <span className="grow ell t2">{row.latestEvent?.title ?? t("grouping.noEvent")}</span>
            {row.latestEvent?.dateCreated && <span className="t12 t3"><Time value={row.latestEvent.dateCreated} /></span>}
          </li>
        ))}
      </ul>
      {rows.length > 1 && (
        <div className="row-f gap8 cmp-wrap">
          <Button disabled={picked.length === 0 || picked.length === rows.length || split.isPending} onClick={() => split.mutate()}>{t("grouping.unmerge", { n: picked.length })}</Button>
          {slug && events.length === 2 && <Link className="btn" to="/organizations/$org/projects/$project/compare" params={{ org, project: slug }} search={{ left: events[0], right: events[1] }}>{t("compare.picked")}</Link>}
          <span className="t12 t3">{t("grouping.unmerge.hint")}</span>
        </div>
      )}
    </div>
  );
}

function Similar({ org, issueId, rows }: Props & { rows: readonly SimilarIssue[] }) {
  const slug = useProject(org, issueId);
  const navigate = useNavigate();
  const forget = useForget();
  const join = useMutation({
    mutationFn: (id: string) => merge(org, [issueId, id]),
    onSuccess: ({ merge: { parent } }) => {
      forget();
      toast({ text: t("grouping.merged") });
      void navigate({ to: "/organizations/$org/issues/$issueId", params: { org, issueId: parent } });
    },
    onError: failed,
  });
  if (rows.length === 0) return <p className="p t2">{t("grouping.similar.none")}</p>;
  return (
    <ul className="links">
      {rows.map((row) => (
        <li key={row.id} className="row-f gap8 p gp-similar">
          <span className="num gp-n" title={t("grouping.score")}>{Math.round(row.score * 100)} %</span>
          <span className="grow stack4 ell">
            <Link className="ell" to="/organizations/$org/issues/$issueId" params={{ org, issueId: row.id }}>{row.title}</Link>
            <span className="t12 t3 ell">{row.shortId} · {t("grouping.events", { n: exactNumber(row.count) })} · {row.sameFrames ? t("grouping.sameFrames") : t("grouping.shared", { n: row.shared.length })}</span>
          </span>
          {slug && <Link className="btn" to="/organizations/$org/projects/$project/compare" params={{ org, project: slug }} search={{ left: `issue:${issueId}`, right: `issue:${row.id}` }}>{t("compare.link")}</Link>}
          <Button disabled={join.isPending} onClick={() => join.mutate(row.id)}>{t("grouping.merge")}</Button>
        </li>
      ))}
    </ul>
  );
}
