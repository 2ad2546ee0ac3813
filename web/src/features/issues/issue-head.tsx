import type { EventDetail } from "~/api/event-types";
import type { IssueDetail } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { Chip } from "~/ui/badges";
import { Icon } from "~/ui/icon";
import { LevelIcon } from "~/ui/level-icon";
import { titleParts, whereParts } from "./status";

/** What it is: kind, message, and where in the code. */
export function IssueHead({ issue, event }: { issue: IssueDetail; event: EventDetail | undefined }) {
  const { type, message } = titleParts(issue);
  const { fn } = whereParts(issue);
  const file = issue.metadata?.filename ?? "";
  const environment = event?.tags.find((tag) => tag.key === "environment")?.value;
  const transaction = event?.tags.find((tag) => tag.key === "transaction")?.value;
  return (
    <div className="hd">
      <h1 className="hd-t">
        <LevelIcon level={issue.level} />
        <span>{type}{message && ": "}<span className="ms">{message}</span></span>
      </h1>
      <div className="sub">
        <span className="mono ell">{fn || issue.culprit} {fn && file && <span className="t3">{t("issue.in", { file })}</span>}</span>
        <span className="t3">·</span>
        <span className="row-f gap4"><Icon name="cube" />{issue.project.slug}</span>
        {environment && <><span className="t3">·</span><span>{environment}</span></>}
        {issue.isUnhandled && <Chip title={t("event.unhandled.hint")}>{t("event.unhandled")}</Chip>}
        {transaction && <Chip>{transaction}</Chip>}
      </div>
    </div>
  );
}
