import type { Issue } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { Button, IconButton } from "~/ui/button";
import { Menu } from "~/ui/menu";
import type { IssueActions } from "./actions";
import { AssignPicker } from "./assign-picker";

interface Props {
  org: string;
  issues: readonly Issue[];
  actions: IssueActions;
  onClear: () => void;
  assigning: boolean;
  onAssigning: (open: boolean) => void;
}

/** What can be done to all that is selected. */
export function BulkBar({ org, issues, actions, onClear, assigning, onAssigning }: Props) {
  const done = (run: () => void) => () => {
    run();
    onClear();
  };
  const open = issues.every((issue) => issue.status === "unresolved");
  return (
    <div className="bulk" role="toolbar" aria-label={t("bulk.label")}>
      <span className="m">{t("bulk.selected", { n: issues.length })}</span>
      <span className="sep" />
      {open ? (
        <>
          <Button icon="resolve" hotkey="E" onClick={done(() => actions.resolve(issues))}>{t("do.resolve")}</Button>
          <Button icon="archive" hotkey="I" onClick={done(() => actions.archive(issues))}>{t("do.archive")}</Button>
        </>
      ) : (
        <Button icon="regressed" onClick={done(() => actions.reopen(issues))}>{t("do.reopen")}</Button>
      )}
      <AssignPicker org={org} align="center" current={issues.length === 1 ? (issues[0]?.assignedTo ?? null) : null} open={assigning} onOpenChange={onAssigning} onAssign={(actor) => done(() => actions.assign(issues, actor))()} trigger={<Button icon="user" hotkey="A">{t("do.assign")}</Button>} />
      <Menu
        label={t("do.priority")}
        align="end"
        trigger={<Button icon="bars">{t("do.priority")}</Button>}
        items={(["high", "medium", "low"] as const).map((level) => ({ id: level, label: t(`priority.${level}`), onSelect: done(() => actions.prioritise(issues, level)) }))}
      />
      <span className="sep" />
      <IconButton icon="x" label={t("bulk.clear")} onClick={onClear} />
    </div>
  );
}
