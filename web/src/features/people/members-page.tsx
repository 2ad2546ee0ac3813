import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { allMembersQuery, changeMember, type FullMember, removeMember, type Role, roles } from "~/api/people";
import { t } from "~/lib/i18n/index";
import { Avatar, Chip } from "~/ui/badges";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/confirm";
import { Select } from "~/ui/field";
import { Bar, Card, useTitle } from "~/ui/page";
import { Failed, SkeletonRows } from "~/ui/states";
import { Table } from "~/ui/table";
import { Num, Time } from "~/ui/text";
import { InviteDialog } from "./invite-dialog";
import { useChange } from "./use-change";

export function MembersPage({ org }: { org: string }) {
  const members = useQuery(allMembersQuery(org));
  const [inviting, setInviting] = useState<{ email: string; role: Role; teams: string[] } | null>(null);
  const [leaving, setLeaving] = useState<FullMember | null>(null);
  const change = useChange([allMembersQuery(org).queryKey, ["members", org], ["all-teams", org]]);
  useTitle(t("members.title"));
  const pending = members.data?.filter((each) => each.pending) ?? [];
  const here = members.data?.filter((each) => !each.pending) ?? [];
  const setRole = (member: FullMember, role: Role) =>
    void change(() => changeMember(org, member.id, { orgRole: role }), t("members.roleSet", { name: member.name, role: t(`role.${role}`) }), () => changeMember(org, member.id, { orgRole: member.role }));
  /** A link cannot be shown twice, so sending again means a new one in place of the old. */
  const again = async (member: FullMember) => {
    await change(() => removeMember(org, member.id), t("invite.replaced", { email: member.email }));
    setInviting({ email: member.email, role: member.role as Role, teams: member.teams });
  };
  return (
    <>
      <Bar
        path={[<Link key="s" to="/organizations/$org/settings" params={{ org }}>{t("settings")}</Link>]} title={t("members.title")}
        actions={<Button tone="pri" icon="plus" onClick={() => setInviting({ email: "", role: "member", teams: [] })}>{t("invite.do")}</Button>}
      />
      <main className="sy narrow">
        <p className="t2">{t("members.explain")}</p>
        <dl className="prefs card">{roles.map((role) => <div key={role}><dt>{t(`role.${role}`)}</dt><dd className="t2">{t(`role.${role}.may`)}</dd></div>)}</dl>
        {members.isPending ? <SkeletonRows rows={4} /> : members.isError ? <Failed error={members.error} retry={() => void members.refetch()} /> : (
          <>
            <Card title={t("members.here")} hint={<span className="num"><Num value={here.length} /></span>}>
              <Table
                label={t("members.here")} rows={here} keyOf={(each) => each.id}
                columns={[{ id: "name", head: t("field.name") }, { id: "role", head: t("members.role") }, { id: "teams", head: t("teams.title"), className: "t2" }, { id: "since", head: t("members.since"), className: "t2" }, { id: "do", head: t("project.actions"), hidden: true, right: true }]}
                renderCells={(each) => [
                  <span key="name" className="row-f"><Avatar name={each.name} /><span className="m">{each.name}</span><span className="t3">{each.email}</span></span>,
                  <Select key="role" quiet label={t("members.roleOf", { name: each.name })} value={each.role as Role} options={roles.map((role) => [role, t(`role.${role}`)] as const)} onChange={(role) => setRole(each, role)} />,
                  each.teams.map((team) => `#${team}`).join(", ") || "–",
                  <Time key="since" value={each.dateCreated} />,
                  <Button key="do" tone="ghost" className="danger" onClick={() => setLeaving(each)}>{t("members.remove")}</Button>,
                ]}
              />
            </Card>
            <Card title={t("invite.open")} hint={t("invite.open.hint")}>
              {pending.length === 0 ? <p className="t3 p12">{t("invite.none")}</p> : (
                <Table
                  label={t("invite.open")} rows={pending} keyOf={(each) => each.id}
                  columns={[{ id: "mail", head: t("field.email") }, { id: "role", head: t("members.role"), className: "t2" }, { id: "since", head: t("invite.since"), className: "t2" }, { id: "do", head: t("project.actions"), hidden: true, right: true }]}
                  renderCells={(each) => [
                    <span key="mail" className="row-f"><span className="m">{each.email}</span><Chip tone="warn">{t("invite.waiting")}</Chip></span>,
                    t(`role.${each.role as Role}`),
                    <Time key="since" value={each.dateCreated} />,
                    <span key="do" className="row-f end"><Button tone="ghost" onClick={() => void again(each)}>{t("invite.again")}</Button><Button tone="ghost" className="danger" onClick={() => void change(() => removeMember(org, each.id), t("invite.revoked", { email: each.email }))}>{t("token.revoke")}</Button></span>,
                  ]}
                />
              )}
            </Card>
          </>
        )}
      </main>
      {inviting && <InviteDialog org={org} start={inviting} onClose={() => setInviting(null)} />}
      {leaving && <Confirm title={t("members.remove.title", { name: leaving.name })} action={t("members.remove")} onConfirm={() => void change(() => removeMember(org, leaving.id), t("members.removed", { name: leaving.name }))} onClose={() => setLeaving(null)}>{t("members.remove.text")}</Confirm>}
    </>
  );
}
