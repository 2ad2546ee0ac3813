import { useQuery } from "@tanstack/react-query";
import type { IssueDetail, ReleaseShort } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { exactNumber } from "~/lib/number";
import { Time } from "~/ui/text";
import { issueTagsQuery } from "./queries";

const named_releases = 3;

const short = (version: string) => version.replace(/^[^@\s]*@(?=\d)/, "");

/** When first and last, each with its release, and in which releases besides. */
export function Seen({ org, issue }: { org: string; issue: IssueDetail }) {
  const releases = useQuery(issueTagsQuery(org, issue.id)).data?.find((tag) => tag.key === "release")?.topValues ?? [];
  const version = (release: ReleaseShort | null | undefined) => (release ? (release.shortVersion ?? release.version) : "");
  const others = releases.filter((each) => each.value && each.value !== issue.firstRelease?.version && each.value !== issue.lastRelease?.version);
  return (
    <div className="card p">
      <dl className="kv2">
        <dt>{t("seen.last")}</dt>
        <dd><Time value={issue.lastSeen} /></dd>
        <dd className="r ell" title={issue.lastRelease?.version}>{version(issue.lastRelease)}</dd>
        <dt>{t("seen.first")}</dt>
        <dd><Time value={issue.firstSeen} /></dd>
        <dd className="r ell" title={issue.firstRelease?.version}>{version(issue.firstRelease)}</dd>
        {others.length > 0 && (
          <>
            <dt>{t("seen.also")}</dt>
            <dd className="ell" title={others.map((each) => `${each.value ?? ""}: ${exactNumber(each.count)}`).join("\n")}>{others.slice(0, named_releases).map((each) => short(each.value ?? "")).join(", ")}</dd>
            <dd className="r">{others.length > named_releases ? t("seen.more", { n: others.length - named_releases }) : ""}</dd>
          </>
        )}
      </dl>
    </div>
  );
}
