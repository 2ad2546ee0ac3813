import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { IssueDetail, TagKey } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { exactNumber, wholePercent } from "~/lib/number";
import { quote } from "~/lib/query";
import type { IssueView } from "./issue-view";
import { issueTagsQuery } from "./queries";

const shown_keys = 6;
const shown_values = 3;

/** How the events of this issue spread over each tag. */
export function TagBars({ org, issue, view }: { org: string; issue: IssueDetail; view: IssueView }) {
  const tags = (useQuery(issueTagsQuery(org, issue.id, view)).data ?? []).filter((tag) => (tag.topValues?.length ?? 0) > 0);
  if (tags.length === 0) return null;
  return (
    <section className="sec" id="tags">
      <div className="sh">
        <h2>{t("tags")}</h2>
        <span className="t3">{t("tags.of", { n: exactNumber(issue.count) })}</span>
        <span className="grow" />
        {tags.length > shown_keys && <Link className="link t12" to="/organizations/$org/issues/$issueId" params={{ org, issueId: issue.id }} search={(old: Record<string, unknown>) => ({ ...old, tab: "tags" })}>{t("tags.all", { n: tags.length })}</Link>}
      </div>
      <div className="card tags">
        {tags.slice(0, shown_keys).map((tag) => <Tag key={tag.key} org={org} tag={tag} />)}
      </div>
    </section>
  );
}

function Tag({ org, tag }: { org: string; tag: TagKey }) {
  const values = tag.topValues ?? [];
  const total = tag.totalValues ?? values.reduce((sum, value) => sum + (value.count ?? 0), 0);
  return (
    <div className="tg">
      <span className="mono t3 ell" title={tag.key}>{tag.key}</span>
      <div>
        {values.slice(0, shown_values).map((value) => {
          const share = wholePercent(value.count ?? 0, total);
          return (
            <Link key={value.value} className="tv" to="/organizations/$org/issues" params={{ org }} search={{ query: `is:unresolved ${tag.key}:${quote(value.value ?? "")}` }} title={`${tag.key}: ${value.value ?? ""}, ${exactNumber(value.count)}`}>
              <span className="ell">{value.name || value.value || t("tags.empty")}</span>
              <svg width="100%" height="4" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect className="tr" width="100" height="4" /><rect className="nv" width={share} height="4" /></svg>
              <span className="num t3">{share} %</span>
            </Link>
          );
        })}
      </div>
    </div>
  );
}
