/** What the palette offers for the issue in focus, or for all that are selected. */
import type { Actor, Issue } from "~/api/types";
import { t } from "~/lib/i18n/index";
import type { Command, Focused } from "~/ui/commands";
import { copyWithToast } from "~/ui/copy-button";
import type { IssueActions } from "./actions";
import { titleParts } from "./status";

interface Doors {
  me: Actor | null;
  assign: () => void;
  priority: () => void;
  /** What the place of the issue offers besides. */
  more?: readonly Command[];
  merge?: (issues: readonly Issue[]) => void;
}

export function issueCommands(issues: readonly Issue[], actions: IssueActions, doors: Doors): Focused | null {
  const first = issues[0];
  if (!first) return null;
  const closed = issues.every((issue) => issue.status !== "unresolved");
  const { me, merge } = doors;
  const commands: Command[] = [
    ...(closed
      ? [{ id: "reopen", label: t("do.reopen"), icon: "regressed" as const, run: () => actions.reopen(issues) }]
      : [
          { id: "resolve", label: t("do.resolve"), icon: "resolve" as const, key: "resolve", run: () => actions.resolve(issues) },
          { id: "resolveNext", label: t("resolve.next"), icon: "tag" as const, key: "resolveNext", run: () => actions.resolve(issues, { inNextRelease: true }) },
          { id: "archive", label: t("do.archive"), icon: "archive" as const, key: "archive", run: () => actions.archive(issues) },
        ]),
    { id: "assign", label: t("command.assign"), icon: "user", key: "assign", run: doors.assign },
    ...(me ? [{ id: "assignMe", label: t("keys.assignMe"), icon: "user" as const, key: "assignMe", run: () => actions.assign(issues, me) }] : []),
    ...(first.assignedTo ? [{ id: "unassign", label: t("command.unassign"), icon: "user" as const, run: () => actions.assign(issues, null) }] : []),
    { id: "priority", label: t("command.priority"), icon: "bars", key: "priority", run: doors.priority },
    ...(merge && issues.length > 1 ? [{ id: "merge", label: t("command.merge", { n: issues.length }), icon: "merge" as const, key: "merge", run: () => merge(issues) }] : []),
    ...(doors.more ?? []),
    ...(issues.length === 1 ? [{ id: "copyId", label: t("command.copyId", { id: first.shortId }), icon: "copy" as const, run: () => void copyWithToast(first.shortId, t("command.idCopied", { id: first.shortId })) }] : []),
  ];
  if (issues.length > 1) return { subject: t("issues.n", { n: issues.length }), title: t("palette.onIssues"), commands };
  return { subject: `${first.shortId} ${titleParts(first).type}`, title: t("palette.onIssue"), commands };
}
