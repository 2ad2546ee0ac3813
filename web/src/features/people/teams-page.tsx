import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { projectsQuery } from "~/api/organization";
import { allMembersQuery, allTeamsQuery, createTeam, deleteTeam, type FullTeam, teamMember, teamProject } from "~/api/people";
import { t } from "~/lib/i18n/index";
import { slugify } from "~/lib/slug";
import { Avatar } from "~/ui/badges";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/confirm";
import { Dialog } from "~/ui/dialog";
import { Field } from "~/ui/field";
import { Icon } from "~/ui/icon";
import { Bar, Card, useTitle } from "~/ui/page";
import { Picker } from "~/ui/picker";
import { Empty, Failed, SkeletonRows } from "~/ui/states";
import { useChange } from "./use-change";

export function TeamsPage({ org }: { org: string }) {
  const teams = useQuery(allTeamsQuery(org));
  const [making, setMaking] = useState(false);
  const [gone, setGone] = useState<FullTeam | null>(null);
  const change = useChange([allTeamsQuery(org).queryKey, allMembersQuery(org).queryKey, ["teams", org], projectsQuery(org).queryKey]);
  useTitle(t("teams.title"));
  const create = <Button tone="pri" icon="plus" onClick={() => setMaking(true)}>{t("teams.create")}</Button>;
  return (
    <>
      <Bar path={[<Link key="s" to="/organizations/$org/settings" params={{ org }}>{t("settings")}</Link>]} title={t("teams.title")} actions={create} />
      <main className="sy narrow">
        <p className="t2">{t("teams.explain")}</p>
        {teams.isPending ? <SkeletonRows rows={3} /> : teams.isError ? <Failed error={teams.error} retry={() => void teams.refetch()} /> : teams.data.length === 0 ? <Empty icon="user" title={t("teams.none")} actions={create}>{t("teams.none.text")}</Empty> : (
          teams.data.map((team) => <TeamCard key={team.id} org={org} team={team} change={change} onDelete={() => setGone(team)} />)
        )}
      </main>
      {making && <NewTeam org={org} change={change} onClose={() => setMaking(false)} />}
      {gone && <Confirm title={t("teams.delete", { name: gone.slug })} name={gone.slug} action={t("delete")} onConfirm={() => void change(() => deleteTeam(org, gone.slug), t("teams.deleted", { name: gone.slug }))} onClose={() => setGone(null)}>{t("teams.delete.text")}</Confirm>}
    </>
  );
}

type Change = ReturnType<typeof useChange>;

function TeamCard({ org, team, change, onDelete }: { org: string; team: FullTeam; change: Change; onDelete: () => void }) {
  const members = (useQuery(allMembersQuery(org)).data ?? []).filter((each) => !each.pending);
  const projects = useQuery(projectsQuery(org)).data ?? [];
  const inside = members.filter((each) => each.teams.includes(team.slug));
  const own = projects.filter((project) => project.teams?.some((each) => each.slug === team.slug));
  const toggleMember = (id: string) => {
    const present = !inside.some((each) => each.id === id);
    const name = members.find((each) => each.id === id)?.name ?? "";
    void change(() => teamMember(org, id, team.slug, present), t(present ? "teams.joined" : "teams.left", { name, team: team.slug }), () => teamMember(org, id, team.slug, !present));
  };
  const toggleProject = (slug: string) => {
    const present = !own.some((each) => each.slug === slug);
    void change(() => teamProject(org, slug, team.slug, present), t(present ? "teams.joined" : "teams.left", { name: slug, team: team.slug }), () => teamProject(org, slug, team.slug, !present));
  };
  return (
    <Card title={`#${team.slug}`} hint={team.name === team.slug ? "" : team.name} actions={<Button tone="ghost" className="danger" onClick={onDelete}>{t("delete")}</Button>}>
      <dl className="prefs">
        <div>
          <dt>{t("members.title")}</dt>
          <dd className="row-f wrap-f">{inside.map((each) => <span key={each.id} className="row-f g6"><Avatar name={each.name} />{each.name}</span>)}<Picker label={t("members.title")} multiple selected={inside.map((each) => each.id)} items={members.map((each) => ({ value: each.id, label: each.name, hint: each.email }))} onPick={toggleMember} trigger={<button type="button" className="btn"><Icon name="plus" />{t("edit")}</button>} /></dd>
        </div>
        <div>
          <dt>{t("projects")}</dt>
          <dd className="row-f wrap-f">{own.map((each) => <span key={each.id} className="chip">{each.slug}</span>)}<Picker label={t("projects")} multiple selected={own.map((each) => each.slug)} items={projects.map((each) => ({ value: each.slug, label: each.slug }))} onPick={toggleProject} trigger={<button type="button" className="btn"><Icon name="plus" />{t("edit")}</button>} /></dd>
        </div>
      </dl>
    </Card>
  );
}

function NewTeam({ org, change, onClose }: { org: string; change: Change; onClose: () => void }) {
  const [name, setName] = useState("");
  const slug = slugify(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void change(() => createTeam(org, { name, slug }), t("teams.created", { name: slug }));
    onClose();
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t("teams.create")}>
      <form onSubmit={submit} className="form dlg-b">
        <Field label={t("field.name")} required autoFocus value={name} onChange={(event) => setName(event.target.value)} hint={t("project.slug", { slug: slug || "…" })} />
        <div className="row-f end"><Button onClick={onClose}>{t("cancel")}</Button><Button type="submit" tone="pri">{t("teams.create")}</Button></div>
      </form>
    </Dialog>
  );
}
