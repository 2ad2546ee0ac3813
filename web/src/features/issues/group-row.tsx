import type { IssueGroup } from "~/api/views";
import { t } from "~/lib/i18n/index";
import { Avatar, PriorityBars } from "~/ui/badges";
import { Icon } from "~/ui/icon";
import { Num, Time } from "~/ui/text";

interface Props {
  group: IssueGroup;
  folded: boolean;
  onFold: () => void;
}

/** The head of a section: what holds it together, and how many it is. */
export function GroupRow({ group, folded, onFold }: Props) {
  return (
    <div className="gr" role="row">
      <span role="gridcell" className="gr-c">
        <button type="button" className="gr-b" aria-expanded={!folded} onClick={onFold}>
          <Icon name={folded ? "chevronRight" : "chevronDown"} size={12} />
          <What group={group} />
          <span className="gn"><Num value={group.count} /></span>
        </button>
      </span>
    </div>
  );
}

function What({ group }: { group: IssueGroup }) {
  if (group.release) {
    return (
      <>
        <Icon name="deploy" />
        <span className="ell">{t("group.since")} <b>{[group.release.projects[0], group.release.shortVersion].filter(Boolean).join(" ")}</b>, {t("group.live")} <Time value={group.release.dateLive} /></span>
      </>
    );
  }
  if (group.id === "turned") return <><Icon name="trend" /><span>{t("group.turned")}</span></>;
  if (group.id === "rest") return <><Icon name="circle" /><span>{t("group.rest")}</span></>;
  if (group.id === "high" || group.id === "medium" || group.id === "low") return <><PriorityBars level={group.id} label="" /><span>{t(`priority.label.${group.id}`)}</span></>;
  if (group.projectSlug !== null) return <><Icon name="cube" /><b>{group.projectSlug}</b></>;
  if (group.actor) return <><Avatar name={group.actor.name} team={group.actor.type === "team"} /><b>{group.actor.type === "team" ? `#${group.actor.name}` : group.actor.name}</b></>;
  if (group.id === "nobody") return <><Icon name="user" /><span>{t("assign.none")}</span></>;
  return <span>{t("group.gone")}</span>;
}
