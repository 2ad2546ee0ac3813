import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { ApiError } from "~/api/errors";
import { changeOrganization } from "~/api/people";
import { bootstrapQuery } from "~/api/session";
import type { Organization } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { Button } from "~/ui/button";
import { Field } from "~/ui/field";
import { Bar, Card, useTitle } from "~/ui/page";
import { toast } from "~/ui/toast-store";

/** Name and short name. A new short name changes every address, so the page moves there by itself. */
export function OrganizationPage({ org, onRenamed }: { org: string; onRenamed: (slug: string) => void }) {
  const own = useQuery(bootstrapQuery).data?.organizations.find((each) => each.slug === org);
  useTitle(t("field.organization"));
  return (
    <>
      <Bar path={[<Link key="s" to="/organizations/$org/settings" params={{ org }}>{t("settings")}</Link>]} title={t("field.organization")} />
      <main className="sy narrow">{own && <Form key={own.slug} own={own} onRenamed={onRenamed} />}</main>
    </>
  );
}

function Form({ own, onRenamed }: { own: Organization; onRenamed: (slug: string) => void }) {
  const client = useQueryClient();
  const [name, setName] = useState(own.name);
  const [slug, setSlug] = useState(own.slug);
  const save = useMutation({
    mutationFn: () => changeOrganization(own.slug, { name, slug }),
    onSuccess: async () => {
      toast({ text: t("saved") });
      await client.fetchQuery({ ...bootstrapQuery, staleTime: 0 });
      if (slug !== own.slug) onRenamed(slug);
    },
  });
  const faults = save.error instanceof ApiError ? save.error.fields : {};
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const changed = name !== own.name || slug !== own.slug;
  return (
    <Card title={own.name}>
      <form className="form p12" onSubmit={submit}>
        <Field label={t("field.name")} required value={name} onChange={(event) => setName(event.target.value)} fault={faults.name?.[0]} hint={t("organization.name.hint")} />
        <Field label={t("field.slug")} required pattern="[a-z0-9][a-z0-9_\-]*" value={slug} onChange={(event) => setSlug(event.target.value)} fault={faults.slug?.[0]} hint={t("organization.slug.hint")} />
        {save.error && Object.keys(faults).length === 0 && <p role="alert" className="c-error">{save.error.message}</p>}
        <div className="row-f end"><Button type="submit" tone="pri" disabled={save.isPending} disabledReason={changed ? null : t("nothingChanged")}>{t("save")}</Button></div>
      </form>
    </Card>
  );
}
