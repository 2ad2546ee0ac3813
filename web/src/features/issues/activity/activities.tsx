import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { request } from "~/api/http";
import { bootstrapQuery } from "~/api/session";
import type { Activity, IssueDetail } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { Avatar } from "~/ui/badges";
import { IconButton } from "~/ui/button";
import { Icon } from "~/ui/icon";
import { Menu } from "~/ui/menu";
import { Time } from "~/ui/text";
import { toast } from "~/ui/toast-store";
import { issueBase } from "../queries";
import { Compose } from "./compose";
import { MarkdownView } from "./markdown-view";
import { Merged } from "./merged";
import { type Person, usePeople } from "./people";
import { look, say } from "./words";

const shown_items = 20;

interface Note {
  /** Of the comment to change; none for a new one. */
  id?: string;
  text: string;
  mentions: string[];
}

/** What people and the server did with the issue, newest first, and a field to say something. */
export function Activities({ org, issue }: { org: string; issue: IssueDetail }) {
  const [shown, setShown] = useState(shown_items);
  const people = usePeople(org);
  const client = useQueryClient();
  const base = `${issueBase(org)}${issue.id}/notes/`;
  const options = {
    onSuccess: () => void client.invalidateQueries({ queryKey: ["issue", org] }),
    onError: (error: Error) => toast({ text: t("action.failed", { reason: error.message }), icon: "warning" }),
  };
  const write = useMutation({ mutationFn: ({ id, ...body }: Note) => request<Activity>(id ? "PUT" : "POST", id ? `${base}${id}/` : base, { body }), ...options });
  const items = issue.activity ?? [];
  return (
    <section className="card" aria-label={t("activity")}>
      <div className="h h32">
        <h2>{t("activity")}</h2>
        <span className="t3"><span className="num">{items.length}</span></span>
      </div>
      <div className="p act">
        <Compose id="comment" people={people} busy={write.isPending} onSend={(text, mentions) => write.mutateAsync({ text, mentions })} />
        <ul>
          {items.slice(0, shown).map((item) => (
            <Line key={`${item.id}${item.dateCreated}`} org={org} issueId={issue.id} item={item} people={people} busy={write.isPending} write={write.mutateAsync} remove={() => removeNote(base, item, (note) => write.mutateAsync(note), options.onSuccess)} />
          ))}
        </ul>
        {items.length > shown && <button type="button" className="link t12" onClick={() => setShown(items.length)}>{t("activity.more", { n: items.length - shown })}</button>}
      </div>
    </section>
  );
}

/** Deletes a comment at once; undo writes it again. */
async function removeNote(base: string, item: Activity, write: (note: Note) => Promise<unknown>, done: () => void): Promise<void> {
  try {
    await request<unknown>("DELETE", `${base}${item.id}/`);
  } catch (error) {
    toast({ text: t("action.failed", { reason: error instanceof Error ? error.message : "" }), icon: "warning" });
    return;
  }
  done();
  const mentions = Array.isArray(item.data?.mentions) ? item.data.mentions.map(String) : [];
  toast({ text: t("comment.deleted"), undo: () => void write({ text: String(item.data?.text ?? ""), mentions }).catch(() => undefined) });
}

interface LineProps {
  org: string;
  issueId: string;
  item: Activity;
  people: readonly Person[];
  busy: boolean;
  write: (note: Note) => Promise<unknown>;
  remove: () => Promise<void>;
}

function Line({ org, issueId, item, people, busy, write, remove }: LineProps) {
  const who = item.user ? (item.user.name ?? item.user.email ?? "") : "";
  if (item.type === "note") return <Comment item={item} who={who} people={people} busy={busy} write={write} remove={remove} />;
  const [icon, tone] = look(item.type);
  return (
    <li className={tone}>
      <span className="ai"><Icon name={icon} size={12} /></span>
      <span className="grow">{who && <b>{who} </b>}{say(item, people)}{item.type === "merge" && <Merged org={org} issueId={issueId} item={item} />}</span>
      <Time value={item.dateCreated} short />
    </li>
  );
}

function Comment({ item, who, people, busy, write, remove }: Omit<LineProps, "org" | "issueId"> & { who: string }) {
  const [editing, setEditing] = useState(false);
  const me = useQuery(bootstrapQuery).data?.user?.id;
  const names = useMemo(() => people.map((each) => each.handle), [people]);
  const text = String(item.data?.text ?? "");
  return (
    <li className="cm">
      <span className="ai"><Avatar name={who || "?"} /></span>
      <div className="grow">
        <span className="row-f">
          <b className="grow ell">{who}</b><Time value={item.dateCreated} />
          {me !== undefined && me === item.user?.id && (
            <Menu label={t("comment.menu")} align="end" trigger={<IconButton icon="dots" label={t("comment.menu")} className="cm-m" />} items={[{ id: "edit", label: t("comment.edit"), onSelect: () => setEditing(true) }, { id: "delete", label: t("comment.delete"), danger: true, onSelect: () => void remove() }]} />
          )}
        </span>
        {editing ? <Compose people={people} start={text} busy={busy} onCancel={() => setEditing(false)} onSend={(next, mentions) => write({ id: item.id, text: next, mentions }).then(() => setEditing(false))} /> : <MarkdownView text={text} names={names} />}
      </div>
    </li>
  );
}
