import { Link } from "@tanstack/react-router";
import { t } from "~/lib/i18n/index";
import { exactNumber } from "~/lib/number";
import { Button } from "~/ui/button";
import { Card } from "~/ui/page";
import { Failed, SkeletonRows } from "~/ui/states";
import type { Change, Preview } from "~/api/grouping";

const periods = [1, 7, 30] as const;

interface Props {
  org: string;
  preview: Preview | undefined;
  pending: boolean;
  error: Error | null;
  days: number;
  onDays: (days: number) => void;
  changed: boolean;
}

/** What the rules would do to the newest stored events. */
export function PreviewPanel({ org, preview, pending, error, days, onDays, changed }: Props) {
  const choice = (
    <span className="row-f" role="group" aria-label={t("grouping.period")}>
      {periods.map((n) => <Button key={n} tone={n === days ? "pri" : "ghost"} aria-pressed={n === days} onClick={() => onDays(n)}>{t("grouping.days", { n })}</Button>)}
    </span>
  );
  return (
    <Card title={t("grouping.preview")} actions={choice}>
      <div className="p stack8" aria-live="polite">
        {error ? <Failed error={error} /> : pending || !preview ? <SkeletonRows rows={2} /> : preview.fault ? <p className="t2">{t("grouping.preview.fault")}</p> : <Outcome org={org} preview={preview} changed={changed} />}
      </div>
    </Card>
  );
}

function Outcome({ org, preview, changed }: { org: string; preview: Preview; changed: boolean }) {
  const looked = t(preview.truncated ? "grouping.looked.newest" : "grouping.looked", { n: exactNumber(preview.events) });
  if (!changed || preview.moved === 0) return <p className="t2">{looked} {t(changed ? "grouping.nothing" : "grouping.unchanged")}</p>;
  return (
    <>
      <p>{looked} {t("grouping.moved", { n: exactNumber(preview.moved), before: exactNumber(preview.issuesBefore), after: exactNumber(preview.issuesAfter) })}</p>
      <Changes org={org} title={t("grouping.merges", { n: preview.merges.length })} changes={preview.merges} />
      <Changes org={org} title={t("grouping.splits", { n: preview.splits.length })} changes={preview.splits} />
      {preview.renamed > 0 && <p className="t12 t3">{t("grouping.renamed", { n: preview.renamed })}</p>}
    </>
  );
}

function Changes({ org, title, changes }: { org: string; title: string; changes: readonly Change[] }) {
  if (changes.length === 0) return null;
  return (
    <section className="stack8">
      <h3 className="t12 t3">{title}</h3>
      {changes.map((change) => (
        <ul key={`${change.title} ${change.parts[0]?.exampleEventId ?? ""}`} className="links gp-change">
          {change.parts.map((part) => (
            <li key={part.exampleEventId} className="row-f gap8">
              <span className="num gp-n">{exactNumber(part.events)}</span>
              <span className="grow ell">{part.title}</span>
              {part.issueId && <Link className="t12 c-accent" to="/organizations/$org/issues/$issueId/events/$eventId" params={{ org, issueId: part.issueId, eventId: part.exampleEventId }}>{t("grouping.exampleEvent")}</Link>}
            </li>
          ))}
        </ul>
      ))}
    </section>
  );
}
