import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { ApiError } from "~/api/errors";
import { accessQuery } from "~/api/organization";
import { type Ticket, linkTicket, unlinkTicket } from "~/api/tickets";
import type { IssueDetail } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { Button, IconButton } from "~/ui/button";
import { Field } from "~/ui/field";
import { Icon } from "~/ui/icon";
import { toast } from "~/ui/toast-store";
import { lookOf } from "./services";

interface Props {
  org: string;
  issue: IssueDetail;
  /** The field for an address is open. */
  linking: boolean;
  onLinking: (open: boolean) => void;
}

const reason = (error: unknown) => (error instanceof Error ? error.message : "");

/** Where other tools have this issue: links, and a field to add one by its address. */
export function Tickets({ org, issue, linking, onLinking }: Props) {
  const client = useQueryClient();
  const access = useQuery(accessQuery(org)).data ?? [];
  const mayWrite = access.includes("event:write") || access.includes("event:admin");
  const tickets = issue.sentryAppIssues;
  if (!tickets) return null;
  const refresh = () => Promise.all([client.invalidateQueries({ queryKey: ["issue", org] }), client.invalidateQueries({ queryKey: ["issues", org] })]);
  const link = async (webUrl: string, displayName?: string) => {
    const ticket = await linkTicket(org, issue.id, displayName ? { webUrl, displayName } : { webUrl });
    void refresh();
    return ticket;
  };
  const unlink = async (ticket: Ticket) => {
    try {
      await unlinkTicket(org, issue.id, ticket.id);
    } catch (error) {
      toast({ text: t("action.failed", { reason: reason(error) }), icon: "warning" });
      return;
    }
    void refresh();
    const again = () => void link(ticket.webUrl, ticket.displayName).catch((error: unknown) => toast({ text: t("action.failed", { reason: reason(error) }), icon: "warning" }));
    toast({ text: t("ticket.unlinked", { name: ticket.displayName }), undo: again });
  };
  return (
    <section className="card" aria-label={t("tickets")}>
      <div className="h h32">
        <h2>{t("tickets")}</h2>
        {tickets.length > 0 && <span className="t3"><span className="num">{tickets.length}</span></span>}
        <span className="grow" />
        {mayWrite && !linking && <IconButton icon="plus" label={t("ticket.link")} className="tkt-b" onClick={() => onLinking(true)} />}
      </div>
      {tickets.length > 0 && <ul className="tkts">{tickets.map((ticket) => <Line key={ticket.id} ticket={ticket} onUnlink={mayWrite ? () => void unlink(ticket) : null} />)}</ul>}
      {tickets.length === 0 && !linking && <p className="p t12 t2">{t(mayWrite ? "ticket.none" : "ticket.noneRead")}</p>}
      {mayWrite && linking && <LinkForm onClose={() => onLinking(false)} onLink={link} />}
    </section>
  );
}

function Line({ ticket, onUnlink }: { ticket: Ticket; onUnlink: (() => void) | null }) {
  const { href, where } = lookOf(ticket);
  return (
    <li className="tkt">
      <Icon name="external" size={12} />
      {href ? <a className="link ell" href={href} target="_blank" rel="noopener noreferrer" title={ticket.webUrl}>{ticket.displayName}</a> : <span className="ell" title={ticket.webUrl}>{ticket.displayName}</span>}
      <span className="grow" />
      {where && <span className="t12 t3 ell tkt-w">{where}</span>}
      {onUnlink && <IconButton icon="x" label={t("ticket.unlink", { name: ticket.displayName })} className="tkt-b" onClick={onUnlink} />}
    </li>
  );
}

function LinkForm({ onClose, onLink }: { onClose: () => void; onLink: (webUrl: string) => Promise<Ticket> }) {
  const [url, setUrl] = useState("");
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || url.trim() === "") return;
    setBusy(true);
    try {
      const ticket = await onLink(url.trim());
      toast({ text: t("ticket.linked", { name: ticket.displayName }) });
      onClose();
    } catch (error) {
      setFault((error instanceof ApiError && error.fields.webUrl?.[0]) || reason(error));
      setBusy(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    event.preventDefault();
    onClose();
  };
  return (
    <form className="p tkt-f" onSubmit={(event) => void submit(event)} onKeyDown={onKeyDown}>
      <Field label={t("ticket.address")} value={url} fault={fault} inputMode="url" placeholder="https://" autoFocus autoComplete="off" spellCheck={false} onChange={(event) => {
        setUrl(event.target.value);
        setFault(undefined);
      }} />
      <div className="row-f end gap8">
        <Button onClick={onClose}>{t("cancel")}</Button>
        <Button type="submit" tone="pri" disabled={busy} disabledReason={url.trim() === "" ? t("ticket.addressFirst") : null}>{t("ticket.do")}</Button>
      </div>
    </form>
  );
}
