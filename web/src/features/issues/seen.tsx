import type { IssueDetail, ReleaseShort } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { Time } from "~/ui/text";

export function Seen({ issue }: { issue: IssueDetail }) {
  const version = (release: ReleaseShort | null | undefined) => (release ? (release.shortVersion ?? release.version) : "");
  return (
    <div className="card p">
      <dl className="kv2">
        <dt>{t("seen.last")}</dt>
        <dd><Time value={issue.lastSeen} /></dd>
        <dd className="r ell" title={issue.lastRelease?.version}>{version(issue.lastRelease)}</dd>
        <dt>{t("seen.first")}</dt>
        <dd><Time value={issue.firstSeen} /></dd>
        <dd className="r ell" title={issue.firstRelease?.version}>{version(issue.firstRelease)}</dd>
        <dt>{t("seen.id")}</dt>
        <dd className="mono">{issue.shortId}</dd>
        <dd className="r">{issue.platform}</dd>
      </dl>
    </div>
  );
}
