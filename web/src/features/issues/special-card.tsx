import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { IssueSpecial, SpecialValue } from "~/api/issue-types";
import type { IssueDetail } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { exactNumber, percent } from "~/lib/number";
import { Icon } from "~/ui/icon";
import { isNarrowed, type IssueView } from "./issue-view";
import { specialQuery } from "./queries";

/** Whole percent, and a decimal where it would say 0. */
function share(part: number): string {
  const whole = Math.round(part * 100);
  return part > 0 && whole === 0 ? percent(part, 1) : `${whole} %`;
}

function factor(value: SpecialValue): string {
  if (value.factor === null) return t("special.only");
  return `${value.factor >= 10 ? Math.round(value.factor) : Number(value.factor.toFixed(1))}×`;
}

/** Tag values that stand out among the issue's events, each with its numbers here and in the rest of the project. */
export function SpecialCard({ org, issue, view }: { org: string; issue: IssueDetail; view: IssueView }) {
  const special = useQuery(specialQuery(org, issue.id, view)).data;
  return (
    <section className="card" aria-label={t("special")}>
      <div className="h">
        <Icon name="filter" className="c-accent" />
        <h2>{t("special")}</h2>
        <span className="grow" />
        {special?.verdict === "compared" && <span className="t12 t3 ell" title={t("special.hint", { here: exactNumber(special.events), rest: exactNumber(special.elsewhere), project: issue.project.slug })}>{t("special.columns", { project: issue.project.slug })}</span>}
      </div>
      <div className="p sp">{special && <Body org={org} special={special} project={issue.project.slug} narrowed={isNarrowed(view)} />}</div>
    </section>
  );
}

function Body({ org, special, project, narrowed }: { org: string; special: IssueSpecial; project: string; narrowed: boolean }) {
  if (special.verdict === "few-events") return <p className="t12 t2">{t(narrowed ? "special.fewInSpan" : "special.few", { n: special.events, needed: special.needed })}</p>;
  if (special.verdict === "few-elsewhere") return <p className="t12 t2">{t("special.fewElsewhere", { n: special.elsewhere, project })}</p>;
  return (
    <>
      {special.special.length === 0 && <p className="t12 t2">{t("special.none", { project })}</p>}
      <ul>
        {special.special.map((value) => (
          <li key={`${value.key}${value.value}`}>
            <Link className="sp-r" to="/organizations/$org/issues" params={{ org }} search={{ query: `is:unresolved ${value.query}` }} title={t("special.exact", { here: exactNumber(value.count), of: exactNumber(special.events), rest: exactNumber(value.elsewhereCount), ofRest: exactNumber(special.elsewhere) })}>
              <span className="ell mono"><span className="t3">{value.key}</span> {value.value || t("tags.empty")}</span>
              <span className="num t12 t3 nw">{share(value.share)} / {share(value.elsewhereShare)}</span>
              <b className="num nw">{factor(value)}</b>
              <ShareBar value={value} />
            </Link>
          </li>
        ))}
      </ul>
      {special.asUsual.length > 0 && <p className="t12 t3 usual">{t("special.usual", { keys: special.asUsual.join(", ") })}</p>}
    </>
  );
}

/** Grey up to the share elsewhere, accent above it, a tick between. */
function ShareBar({ value }: { value: SpecialValue }) {
  const [here, rest] = [value.share * 100, value.elsewhereShare * 100];
  return (
    <svg width="100%" height="8" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect className="tr" y="2" width="100" height="4" />
      <rect className="va" y="2" width={here} height="4" />
      <rect className="nv" y="2" width={Math.min(rest, here)} height="4" />
      <rect className="bs" x={Math.max(0, Math.min(99, rest - 0.4))} width="0.8" height="8" />
    </svg>
  );
}
