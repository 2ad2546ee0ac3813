import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { ApiError } from "~/api/errors";
import { projectsQuery } from "~/api/organization";
import { changeProject, deleteProject, type ProjectSettings, projectSettingsQuery } from "~/api/projects";
import { t } from "~/lib/i18n/index";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/confirm";
import { Field } from "~/ui/field";
import { Bar, Card, useTitle } from "~/ui/page";
import { Failed, SkeletonRows } from "~/ui/states";
import { toast } from "~/ui/toast-store";

interface Props {
  org: string;
  project: string;
  onRenamed: (slug: string) => void;
  onDeleted: () => void;
}

/** One project's settings, each with what it does and what holds when nothing is set. */
export function ProjectPage({ org, project, onRenamed, onDeleted }: Props) {
  const settings = useQuery(projectSettingsQuery(org, project));
  const client = useQueryClient();
  const [deleting, setDeleting] = useState(false);
  useTitle(t("projectSettings.title"), project);
  const remove = useMutation({
    mutationFn: () => deleteProject(org, project),
    onSuccess: async () => {
      toast({ text: t("projectSettings.deleted", { name: project }) });
      onDeleted();
      await client.invalidateQueries({ queryKey: projectsQuery(org).queryKey });
    },
    onError: (error) => toast({ text: t("action.failed", { reason: error.message }), icon: "warning" }),
  });
  return (
    <>
      <Bar
        path={[<Link key="s" to="/organizations/$org/settings" params={{ org }}>{t("settings")}</Link>]} title={project}
        actions={
          <span className="bar-b">
            <Link className="btn" to="/organizations/$org/settings/projects/$project/artifacts" params={{ org, project }}>{t("artifacts.title")}</Link>
            <Link className="btn" to="/organizations/$org/settings/projects/$project/keys" params={{ org, project }}>{t("keys.title.client")}</Link>
          </span>
        }
      />
      <main className="sy narrow">
        {settings.isPending ? <SkeletonRows rows={5} /> : settings.isError ? <Failed error={settings.error} retry={() => void settings.refetch()} /> : (
          <>
            <Form key={settings.data.slug} org={org} own={settings.data} onRenamed={onRenamed} />
            <Card title={t("danger")}>
              <div className="p12 row-f wrap-f"><p className="t2 grow">{t("projectSettings.delete.text")}</p><Button tone="danger" disabled={remove.isPending} onClick={() => setDeleting(true)}>{t("projectSettings.delete")}</Button></div>
            </Card>
          </>
        )}
      </main>
      {deleting && <Confirm title={t("projectSettings.delete.title", { name: project })} name={project} action={t("projectSettings.delete")} onConfirm={() => remove.mutate()} onClose={() => setDeleting(false)}>{t("projectSettings.delete.text")}</Confirm>}
    </>
  );
}

function formOf(own: ProjectSettings) {
  return { name: own.name, slug: own.slug, domains: (own.allowedDomains ?? ["*"]).join(" "), fetchHosts: (own.scrapeJavaScriptHosts ?? []).join(" "), environment: own.defaultEnvironment ?? "", age: String(own.resolveAge ?? 0) };
}

const words = (text: string) => text.split(/[\s,]+/).filter(Boolean);

function Form({ org, own, onRenamed }: { org: string; own: ProjectSettings; onRenamed: (slug: string) => void }) {
  const client = useQueryClient();
  const start = formOf(own);
  const [form, setForm] = useState(start);
  const save = useMutation({
    mutationFn: () =>
      changeProject(org, own.slug, {
        name: form.name, slug: form.slug, resolveAge: Number(form.age) || 0, defaultEnvironment: form.environment.trim() || null,
        allowedDomains: words(form.domains), scrapeJavaScriptHosts: words(form.fetchHosts),
      }),
    onSuccess: async () => {
      toast({ text: t("saved") });
      await Promise.all([projectSettingsQuery(org, own.slug).queryKey, projectsQuery(org).queryKey, ["project", org, own.slug]].map((queryKey) => client.invalidateQueries({ queryKey })));
      if (form.slug !== own.slug) onRenamed(form.slug);
    },
  });
  const faults = save.error instanceof ApiError ? save.error.fields : {};
  const bind = (name: keyof typeof form) => ({ value: form[name], onChange: (event: { target: { value: string } }) => setForm({ ...form, [name]: event.target.value }) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const changed = Object.entries(start).some(([name, value]) => form[name as keyof typeof form] !== value);
  return (
    <Card title={t("projectSettings.title")}>
      <form className="form p12" onSubmit={submit}>
        <Field label={t("field.name")} required {...bind("name")} fault={faults.name?.[0]} />
        <Field label={t("field.slug")} required pattern="[a-z0-9][a-z0-9_\-]*" {...bind("slug")} fault={faults.slug?.[0]} hint={t("projectSettings.slug.hint")} />
        <Field label={t("projectSettings.domains")} {...bind("domains")} fault={faults.allowedDomains?.[0]} hint={t("projectSettings.domains.hint")} />
        <Field label={t("projectSettings.fetchHosts")} {...bind("fetchHosts")} fault={faults.scrapeJavaScriptHosts?.[0]} hint={t("projectSettings.fetchHosts.hint")} />
        <Field label={t("projectSettings.environment")} {...bind("environment")} fault={faults.defaultEnvironment?.[0]} hint={t("projectSettings.environment.hint")} />
        <Field label={t("projectSettings.age")} type="number" min={0} {...bind("age")} fault={faults.resolveAge?.[0]} hint={t("projectSettings.age.hint")} />
        {save.error && Object.keys(faults).length === 0 && <p role="alert" className="c-error">{save.error.message}</p>}
        <div className="row-f end"><Button type="submit" tone="pri" disabled={save.isPending} disabledReason={changed ? null : t("nothingChanged")}>{t("save")}</Button></div>
      </form>
    </Card>
  );
}
