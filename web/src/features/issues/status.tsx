/** How an issue stands: glyph, word and tint. */
import type { Issue } from "~/api/types";
import { type MessageKey, t } from "~/lib/i18n/index";
import { Icon } from "~/ui/icon";
import type { IconName } from "~/ui/icon-paths";

interface Look {
  icon: IconName | null;
  tone: string;
  label: MessageKey;
}

export function statusLook(issue: Pick<Issue, "status" | "substatus">): Look {
  if (issue.status === "resolved") return { icon: "resolve", tone: "c-ok", label: "status.resolved" };
  if (issue.status === "ignored") return { icon: "archive", tone: "t3", label: "status.archived" };
  if (issue.status !== "unresolved") return { icon: "clock", tone: "t3", label: "status.pending" };
  if (issue.substatus === "new") return { icon: "plus", tone: "c-info", label: "status.new" };
  if (issue.substatus === "regressed") return { icon: "regressed", tone: "c-reg", label: "status.regressed" };
  if (issue.substatus === "escalating") return { icon: "trend", tone: "c-error", label: "status.escalating" };
  return { icon: null, tone: "", label: "status.ongoing" };
}

export function StatusGlyph({ issue }: { issue: Issue }) {
  const { icon, tone, label } = statusLook(issue);
  if (!icon) return <span className="sr">{t(label)}</span>;
  return (
    <span className={`stt ${tone}`} title={t(label)} role="img" aria-label={t(label)}>
      <Icon name={icon} />
    </span>
  );
}

/** The two parts of a title: what kind, what it says. */
export function titleParts(issue: Pick<Issue, "title" | "metadata">): { type: string; message: string } {
  const { type, value, title } = issue.metadata ?? {};
  if (type) return { type, message: value ?? "" };
  return { type: title ?? issue.title, message: "" };
}

/** Where it happened: the function first, the file after, without the folders that say nothing. */
export function whereParts(issue: Pick<Issue, "culprit" | "metadata">): { fn: string; file: string } {
  const { filename, function: fn } = issue.metadata ?? {};
  if (fn || filename) return { fn: fn ?? "", file: (filename ?? "").replace(/^.*\/(?=(?:[^/]*\/){1}[^/]*$)/, "") };
  const m = /^(.*) in ([^ ]+)$/.exec(issue.culprit ?? "");
  return m ? { fn: m[2] ?? "", file: m[1] ?? "" } : { fn: "", file: issue.culprit ?? "" };
}
