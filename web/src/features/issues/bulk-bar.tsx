import type { Issue } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { exactNumber } from "~/lib/number";
import { Button, IconButton } from "~/ui/button";
import { Menu } from "~/ui/menu";
import type { IssueActions } from "./actions";
import { AssignPicker } from "./assign-picker";
import { PriorityMenu } from "./priority-menu";

interface Props {
  org: string;
  issues: readonly Issue[];
  /** How many match in all, and how many of them are loaded. */
  total: number | null;
  loaded: number;
  onAll: () => Promise<void>;
  actions: IssueActions;
  onClear: () => void;
  onMerge: (issues: readonly Issue[]) => void;
  assigning: boolean;
  onAssigning: (open: boolean) => void;
  prioritising: boolean;
  onPrioritising: (open: boolean) => void;
}

/** What can be done to all that is selected. */
export function BulkBar(props: Props) {
  const { org, issues, total, loaded, actions, onClear } = props;
  const done = (run: () => void) => () => {
    run();
    onClear();
  };
  const open = issues.every((issue) => issue.status === "unresolved");
  const one = issues.length === 1 ? issues[0] : undefined;
  const rest = total !== null && total > issues.length && issues.length === loaded;
  return (
    <div className="bulk" role="toolbar" aria-label={t("bulk.label")}>
      <span className="m">{t("bulk.selected", { n: exactNumber(issues.length) })}</span>
      {rest && <Button className="c-accent" onClick={() => void props.onAll()}>{t("bulk.all", { n: exactNumber(total) })}</Button>}
      <span className="sep" />
      {open ? (
        <>
          <Button icon="resolve" hotkey="E" onClick={done(() => actions.resolve(issues))}>{t("do.resolve")}</Button>
          <Button icon="archive" hotkey="I" onClick={done(() => actions.archive(issues))}>{t("do.archive")}</Button>
        </>
      ) : (
        <Button icon="regressed" onClick={done(() => actions.reopen(issues))}>{t("do.reopen")}</Button>
      )}
      <AssignPicker org={org} align="center" current={one?.assignedTo ?? null} open={props.assigning} onOpenChange={props.onAssigning} onAssign={(actor) => done(() => actions.assign(issues, actor))()} trigger={<Button icon="user" hotkey="A">{t("do.assign")}</Button>} />
      <PriorityMenu open={props.prioritising} onOpenChange={props.onPrioritising} current={one?.priority ?? null} onPick={(level) => done(() => actions.prioritise(issues, level))()} trigger={<Button icon="bars" hotkey="P">{t("do.priority")}</Button>} />
      {issues.length > 1 && <Button icon="merge" hotkey="M" onClick={() => props.onMerge(issues)}>{t("do.merge")}</Button>}
      <Menu
        label={t("bulk.more")} align="end" trigger={<IconButton icon="dots" label={t("bulk.more")} />}
        items={[
          { id: "next", label: t("resolve.next"), icon: "tag", hotkey: "⇧E", onSelect: done(() => actions.resolve(issues, { inNextRelease: true })) },
          { id: "week", label: t("bulk.week"), icon: "archive", onSelect: done(() => actions.archive(issues, { ignoreDuration: week_min })) },
          { id: "nobody", label: t("command.unassign"), icon: "user", onSelect: done(() => actions.assign(issues, null)) },
        ]}
      />
      <span className="sep" />
      <IconButton icon="x" label={t("bulk.clear")} onClick={onClear} />
    </div>
  );
}

const week_min = 7 * 1440;
