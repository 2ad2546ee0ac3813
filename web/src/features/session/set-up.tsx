import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ApiError } from "~/api/errors";
import { bootstrapQuery, least_password_chars, setUp } from "~/api/session";
import { t } from "~/lib/i18n/index";
import { slugify } from "~/lib/slug";
import { Button } from "~/ui/button";
import { Field } from "~/ui/field";
import { useTitle } from "~/ui/page";
import { AuthFrame } from "./auth-frame";


/** The first account and organisation, by the one-time link that the server prints at its start. */
export function SetUp({ token, onDone }: { token: string; onDone: () => void }) {
  const client = useQueryClient();
  const [form, setForm] = useState({ name: "", email: "", password: "", organization: "", slug: "" });
  useTitle(t("setup.title"));
  const slug = form.slug || slugify(form.organization);
  const send = useMutation({
    mutationFn: () => setUp({ token, name: form.name, email: form.email, password: form.password, organization: { name: form.organization, slug } }),
    onSuccess: async () => {
      await client.fetchQuery({ ...bootstrapQuery, staleTime: 0 });
      onDone();
    },
  });
  const faults = send.error instanceof ApiError ? send.error.fields : {};
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate();
  };
  const bind = (name: keyof typeof form) => ({ name, value: form[name], onChange: (event: { target: { value: string } }) => setForm({ ...form, [name]: event.target.value }) });
  if (!token) return <AuthFrame title={t("setup.title")} hint={t("setup.noToken")}>{null}</AuthFrame>;
  return (
    <AuthFrame title={t("setup.title")} hint={t("setup.hint")}>
      <form onSubmit={submit} className="form">
        <Field label={t("field.organization")} required autoFocus {...bind("organization")} fault={faults.organization?.[0]} />
        <Field label={t("field.slug")} hint={t("setup.slugHint")} pattern="[a-z0-9][a-z0-9_\-]*" {...bind("slug")} placeholder={slug} fault={faults.slug?.[0]} />
        <Field label={t("field.name")} required autoComplete="name" {...bind("name")} fault={faults.name?.[0]} />
        <Field label={t("field.email")} type="email" required autoComplete="username" {...bind("email")} fault={faults.email?.[0]} />
        <Field label={t("field.password")} type="password" required minLength={least_password_chars} autoComplete="new-password" hint={t("setup.passwordHint", { n: least_password_chars })} {...bind("password")} fault={faults.password?.[0]} />
        {send.error && Object.keys(faults).length === 0 && <p role="alert" className="c-error">{send.error.message}</p>}
        <Button type="submit" tone="pri" big disabled={send.isPending}>{t("setup.do")}</Button>
      </form>
    </AuthFrame>
  );
}
