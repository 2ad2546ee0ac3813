import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { request } from "~/api/http";
import type { Activity, IssueDetail } from "~/api/types";
import { type MessageKey, t } from "~/lib/i18n/index";
import { Avatar } from "~/ui/badges";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icon";
import type { IconName } from "~/ui/icon-paths";
import { Time } from "~/ui/text";
import { toast } from "~/ui/toast-store";
import { issueBase } from "./queries";

/** What people and the server did with the issue, newest first, and a line to say something. */
export function Activities({ org, issue }: { org: string; issue: IssueDetail }) {
  const items = issue.activity ?? [];
  return (
    <section className="card" aria-label={t("activity")}>
      <div className="h h32">
        <h2>{t("activity")}</h2>
        <span className="t3">{items.length}</span>
      </div>
      <div className="p act">
        <Compose org={org} issue={issue} />
        <ul>
          {items.map((item) => (
            <Line key={`${item.id}${item.dateCreated}`} item={item} />
          ))}
        </ul>
      </div>
    </section>
  );
}

function Compose({ org, issue }: { org: string; issue: IssueDetail }) {
  const [text, setText] = useState("");
  const client = useQueryClient();
  const send = useMutation({
    mutationFn: (note: string) => request<Activity>("POST", `${issueBase(org)}${issue.id}/notes/`, { body: { text: note } }),
    onSuccess: () => {
      setText("");
      void client.invalidateQueries({ queryKey: ["issue", org] });
    },
    onError: (error) => toast({ text: t("action.failed", { reason: error.message }), icon: "warning" }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) send.mutate(text.trim());
  };
  return (
    <form className="compose" onSubmit={submit}>
      <input id="comment" aria-label={t("comment.label")} placeholder={t("comment.placeholder")} value={text} onChange={(event) => setText(event.target.value)} onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()} />
      {text.trim() ? <Button type="submit" tone="ghost" disabled={send.isPending}>{t("comment.send")}</Button> : <kbd aria-hidden="true">C</kbd>}
    </form>
  );
}

const looks: Record<string, [IconName, string]> = {
  set_resolved: ["resolve", "ok"], set_resolved_in_release: ["resolve", "ok"], set_resolved_by_age: ["resolve", "ok"], set_resolved_in_commit: ["resolve", "ok"],
  set_regression: ["regressed", "reg"], set_escalating: ["trend", "esc"], set_unresolved: ["regressed", ""], set_ignored: ["archive", ""],
  assigned: ["user", ""], unassigned: ["user", ""], first_seen: ["plus", ""], set_priority: ["bars", ""], merge: ["layers", ""], create_issue: ["external", ""],
};

function say(item: Activity): string {
  const data = item.data ?? {};
  const text = (name: string) => (typeof data[name] === "string" ? (data[name] as string).replace(/^[^@\s]*@(?=\d)/, "") : "");
  const version = text("version");
  switch (item.type) {
    case "set_resolved_in_release":
      return version ? t("act.resolvedIn", { release: version }) : t("act.resolvedNext");
    case "set_regression":
      return version ? t("act.regressedIn", { release: version }) : t("act.set_regression");
    case "assigned":
      return t("act.assigned", { who: text("assigneeEmail") || `${text("assigneeType")} ${text("assignee")}` });
    case "set_priority":
      return t("act.set_priority", { level: text("priority") });
    case "set_resolved": case "set_resolved_by_age": case "set_resolved_in_commit": case "set_unresolved": case "set_ignored":
    case "set_escalating": case "unassigned": case "first_seen": case "auto_set_ongoing": case "merge": case "mark_reviewed":
      return t(`act.${item.type}` as MessageKey);
    default:
      return item.type.replaceAll("_", " ");
  }
}

function Line({ item }: { item: Activity }) {
  const who = item.user ? (item.user.name ?? item.user.email ?? "") : "";
  if (item.type === "note") {
    return (
      <li className="cm">
        <span className="ai"><Avatar name={who || "?"} /></span>
        <div className="grow">
          <span className="row-f"><b className="grow ell">{who}</b><Time value={item.dateCreated} /></span>
          <p>{String(item.data?.text ?? "")}</p>
        </div>
      </li>
    );
  }
  const [icon, tone] = looks[item.type] ?? ["circle", ""];
  return (
    <li className={tone}>
      <span className="ai"><Icon name={icon} size={12} /></span>
      <span className="grow">{who && <b>{who} </b>}{say(item)}</span>
      <Time value={item.dateCreated} short />
    </li>
  );
}
