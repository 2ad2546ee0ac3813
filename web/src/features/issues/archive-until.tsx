import { type FormEvent, useState } from "react";
import type { IssueDetail, IssueUpdate } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { fromWallClock, toWallClock } from "~/lib/zone";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Field } from "~/ui/field";

const minute_ms = 60_000;
const days_ahead = 7;

interface Props {
  issue: IssueDetail;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onArchive: (how: NonNullable<IssueUpdate["statusDetails"]>) => void;
}

/** Archives until a moment, so many events or so many people of one's own choice. */
export function ArchiveUntil({ issue, open, onOpenChange, onArchive }: Props) {
  const [until, setUntil] = useState(() => toWallClock(Date.now() + days_ahead * 86_400_000));
  const [count, setCount] = useState("");
  const [users, setUsers] = useState("");
  const [fault, setFault] = useState<string | undefined>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const minutes = Math.ceil(((fromWallClock(until) ?? Number.NaN) - Date.now()) / minute_ms);
    const [events, people] = [Number.parseInt(count, 10), Number.parseInt(users, 10)];
    const how = { ...(minutes > 0 ? { ignoreDuration: minutes } : {}), ...(events > 0 ? { ignoreCount: events } : {}), ...(people > 0 ? { ignoreUserCount: people } : {}) };
    if (until && !(minutes > 0)) return setFault(t("archive.past"));
    if (Object.keys(how).length === 0) return setFault(t("archive.nothing"));
    onOpenChange(false);
    onArchive(how);
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("archive.customTitle", { id: issue.shortId })}>
      <form className="frm" onSubmit={submit}>
        <p className="t2">{t("archive.customText")}</p>
        <Field label={t("archive.moment")} type="datetime-local" value={until} fault={fault} onChange={(change) => { setUntil(change.target.value); setFault(undefined); }} />
        <Field label={t("archive.events")} inputMode="numeric" pattern="[0-9]*" value={count} onChange={(change) => setCount(change.target.value)} />
        <Field label={t("archive.people")} inputMode="numeric" pattern="[0-9]*" value={users} onChange={(change) => setUsers(change.target.value)} />
        <div className="row-f end">
          <Button onClick={() => onOpenChange(false)}>{t("cancel")}</Button>
          <Button type="submit" tone="pri">{t("do.archive")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
