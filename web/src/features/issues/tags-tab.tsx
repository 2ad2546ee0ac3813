import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { get } from "~/api/http";
import type { TagKey, TagValue } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { exactNumber, wholePercent } from "~/lib/number";
import { quote } from "~/lib/query";
import { Empty, Failed, Loading } from "~/ui/states";
import type { TabPlace } from "./issue-tabs";
import { issueBase, issueTagsQuery, specialQuery } from "./queries";

const shown_values = 9;

/** Every tag of the issue's events with how its values spread, searchable by key and value. */
export function TagsTab(place: TabPlace) {
  const { org, issue, view } = place;
  const [text, setText] = useState("");
  const tags = useQuery(issueTagsQuery(org, issue.id, view));
  const special = useQuery(specialQuery(org, issue.id, view)).data?.special ?? [];
  if (tags.isError) return <Failed error={tags.error} retry={() => void tags.refetch()} />;
  if (!tags.data) return <Loading />;
  const wanted = text.trim().toLowerCase();
  const fits = (tag: TagKey) => wanted === "" || tag.key.toLowerCase().includes(wanted) || (tag.topValues ?? []).some((value) => (value.value ?? "").toLowerCase().includes(wanted));
  const shown = tags.data.filter((tag) => (tag.topValues?.length ?? 0) > 0 && fits(tag));
  return (
    <section aria-label={t("tags")}>
      <div className="sh">
        <h2>{t("tags")}</h2>
        <span className="t3 t12">{t("tags.of", { n: exactNumber(issue.count) })}</span>
        <span className="grow" />
        <input className="mini" type="search" aria-label={t("tags.search")} placeholder={t("tags.search")} value={text} onChange={(change) => setText(change.target.value)} />
      </div>
      {shown.length === 0 ? <Empty icon="tag" title={t("tags.none")} /> : (
        <div className="dets tg-a">
          {shown.map((tag) => <TagCard key={tag.key} tag={tag} place={place} special={special.filter((value) => value.key === tag.key).map((value) => value.value)} />)}
        </div>
      )}
    </section>
  );
}

function TagCard({ tag, place, special }: { tag: TagKey; place: TabPlace; special: readonly string[] }) {
  const [all, setAll] = useState(false);
  const { org, issue, view } = place;
  const path = `${issueBase(org)}${issue.id}/tags/${encodeURIComponent(tag.key)}/values/`;
  const more = useQuery({ queryKey: ["tag-values", path, view.environment], queryFn: ({ signal }) => get<TagValue[]>(path, { per_page: 100, environment: view.environment }, signal), enabled: all, staleTime: 60_000 });
  const values = (all ? more.data : undefined) ?? tag.topValues ?? [];
  const total = tag.totalValues ?? values.reduce((sum, value) => sum + (value.count ?? 0), 0);
  return (
    <div className="card det">
      <h3><span className="mono">{tag.key}</span> <span className="t3">{t("tags.values", { n: exactNumber(tag.uniqueValues) })}</span></h3>
      <ul className="tvs">
        {values.map((value) => (
          <li key={value.value}>
            <Link className="tv" to="/organizations/$org/issues/$issueId" params={{ org, issueId: issue.id }} search={(old: Record<string, unknown>) => ({ ...old, tab: "events", query: `${tag.key}:${quote(value.value ?? "")}` })} title={`${tag.key}: ${value.value ?? ""}, ${exactNumber(value.count)}`}>
              <span className="ell">{special.includes(value.value ?? "") && <b className="c-accent" title={t("special")}>● </b>}{value.name || value.value || t("tags.empty")}</span>
              <svg width="100%" height="4" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect className="tr" width="100" height="4" /><rect className="nv" width={wholePercent(value.count ?? 0, total)} height="4" /></svg>
              <span className="num t3">{wholePercent(value.count ?? 0, total)} %</span>
              <span className="num t3">{exactNumber(value.count)}</span>
            </Link>
          </li>
        ))}
      </ul>
      {!all && (tag.uniqueValues ?? 0) > shown_values && <button type="button" className="link tv-m" onClick={() => setAll(true)}>{t("tags.allValues")}</button>}
    </div>
  );
}
