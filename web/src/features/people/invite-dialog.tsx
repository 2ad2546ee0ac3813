import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { allMembersQuery, allTeamsQuery, invite, type Role, roles } from "~/api/people";
import { t } from "~/lib/i18n/index";
import { Button } from "~/ui/button";
import { CopyButton } from "~/ui/copy-button";
import { Dialog } from "~/ui/dialog";
import { Check, Field, Select } from "~/ui/field";

interface Props {
  org: string;
  start: { email: string; role: Role; teams: string[] };
  onClose: () => void;
}

/** Invites by a link that is handed over by whatever means there are; no mail server is needed. */
export function InviteDialog({ org, start, onClose }: Props) {
  const client = useQueryClient();
  const teams = useQuery(allTeamsQuery(org)).data ?? [];
  const [email, setEmail] = useState(start.email);
  const [role, setRole] = useState<Role>(start.role);
  const [chosen, setChosen] = useState<readonly string[]>(start.teams);
  const send = useMutation({
    mutationFn: () => invite(org, { email, orgRole: role, teams: [...chosen] }),
    onSuccess: () => void client.invalidateQueries({ queryKey: allMembersQuery(org).queryKey }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate();
  };
  const link = send.data?.invite_link;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={send.data ? t(link ? "invite.made" : "invite.added") : t("invite.title")}>
      {send.data ? (
        <div className="form dlg-b">
          <p className="t2">{t(link ? "invite.hand" : "invite.added.text", { email })}</p>
          {link && <div className="dsn"><span className="mono ell grow" data-testid="invite-link">{link}</span><CopyButton text={link} /></div>}
          <div className="row-f end"><Button tone="pri" onClick={onClose}>{t("done")}</Button></div>
        </div>
      ) : (
        <form onSubmit={submit} className="form dlg-b">
          <Field label={t("field.email")} type="email" required autoFocus value={email} onChange={(event) => setEmail(event.target.value)} />
          <Select label={t("members.role")} value={role} options={roles.map((each) => [each, t(`role.${each}`)] as const)} onChange={setRole} hint={t(`role.${role}.may`)} />
          {teams.length > 0 && (
            <fieldset className="scopes-f">
              <legend>{t("teams.title")}</legend>
              <div className="row-f">{teams.map((team) => <Check key={team.id} label={`#${team.slug}`} checked={chosen.includes(team.slug)} onChange={(on) => setChosen(on ? [...chosen, team.slug] : chosen.filter((each) => each !== team.slug))} />)}</div>
            </fieldset>
          )}
          {send.error && <p role="alert" className="c-error">{send.error.message}</p>}
          <div className="row-f end"><Button onClick={onClose}>{t("cancel")}</Button><Button type="submit" tone="pri" disabled={send.isPending}>{t("invite.do")}</Button></div>
        </form>
      )}
    </Dialog>
  );
}
