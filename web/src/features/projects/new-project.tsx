import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { ApiError } from "~/api/errors";
import { projectsQuery } from "~/api/organization";
import { createProject } from "~/api/projects";
import { t } from "~/lib/i18n/index";
import { slugify } from "~/lib/slug";
import { Button } from "~/ui/button";
import { Field } from "~/ui/field";
import { Bar, useTitle } from "~/ui/page";
import { PlatformPicker } from "./platform-picker";
import { Step } from "./step";

export function NewProject({ org }: { org: string }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [platform, setPlatform] = useState("");
  const [name, setName] = useState("");
  const [text, setText] = useState("");
  useTitle(t("project.new"));
  const create = useMutation({
    mutationFn: () => createProject(org, { name: name || platform, slug: slugify(name || platform), platform }),
    onSuccess: (project) => {
      void client.invalidateQueries({ queryKey: projectsQuery(org).queryKey });
      void navigate({ to: "/organizations/$org/projects/$project/getting-started", params: { org, project: project.slug } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (platform) create.mutate();
  };
  const fault = create.error instanceof ApiError ? (create.error.fields.slug?.[0] ?? create.error.fields.name?.[0] ?? create.error.message) : create.error?.message;
  return (
    <>
      <Bar path={[<Link key="p" to="/organizations/$org/projects" params={{ org }}>{t("projects")}</Link>]} title={t("project.new")} actions={<span className="t12 t3">{t("project.step", { n: 1 })}</span>} />
      <main className="ob">
        <div>
          <h2>{t("project.watch")}</h2>
          <p className="t2">{t("project.watch.hint")}</p>
        </div>
        <form onSubmit={submit} className="ob-f">
          <Step no={1} state={platform ? "done" : "now"} title={t("project.pick")}>
            <PlatformPicker value={platform} onChange={setPlatform} text={text} onText={setText} />
          </Step>
          <Step no={2} state={platform ? "now" : "later"} title={t("project.name")}>
            <div className="row-f ob-n">
              <Field label={t("project.nameLabel")} placeholder={platform} value={name} onChange={(event) => setName(event.target.value)} fault={fault} hint={t("project.slug", { slug: slugify(name || platform) || "…" })} />
              <Button type="submit" tone="pri" big disabledReason={platform ? null : t("project.pickFirst")} disabled={create.isPending}>{t("project.create")}</Button>
            </div>
          </Step>
        </form>
      </main>
    </>
  );
}
