import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { ApiError } from "~/api/errors";
import { acceptOffer, offerQuery, type Role } from "~/api/people";
import { bootstrapQuery, least_password_chars } from "~/api/session";
import { t } from "~/lib/i18n/index";
import { Button } from "~/ui/button";
import { Field } from "~/ui/field";
import { useTitle } from "~/ui/page";
import { Loading } from "~/ui/states";
import { AuthFrame } from "./auth-frame";


/** Takes an invitation: as whoever is signed in, after signing in, or with a new account. */
export function Invitation({ code, onDone }: { code: string; onDone: (org: string) => void }) {
  const client = useQueryClient();
  const offer = useQuery(offerQuery(code));
  const user = useQuery(bootstrapQuery).data?.user ?? null;
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  useTitle(t("invitation.title"));
  const accept = useMutation({
    mutationFn: () => acceptOffer(code, user ? {} : { name, password }),
    onSuccess: async () => {
      await client.fetchQuery({ ...bootstrapQuery, staleTime: 0 });
      onDone(offer.data?.organization ?? "");
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    accept.mutate();
  };
  if (offer.isPending) return <AuthFrame title={t("invitation.title")}><Loading /></AuthFrame>;
  if (offer.isError) return <AuthFrame title={t("invitation.gone")} hint={t("invitation.gone.text")}><Link className="btn big" to="/">{t("notFound.home")}</Link></AuthFrame>;
  const { organizationName, email, role, accountExists } = offer.data;
  const faults = accept.error instanceof ApiError ? accept.error.fields : {};
  const fault = accept.error && Object.keys(faults).length === 0 && <p role="alert" className="c-error">{accept.error.message}</p>;
  return (
    <AuthFrame title={t("invitation.join", { name: organizationName })} hint={t("invitation.as", { email, role: t(`role.${role as Role}`) })}>
      {user ? (
        <form onSubmit={submit} className="form">
          <p className="t2">{t("invitation.you", { who: user.email ?? user.name ?? "" })}</p>
          {fault}
          <Button type="submit" tone="pri" big disabled={accept.isPending}>{t("invitation.do")}</Button>
        </form>
      ) : accountExists ? (
        <div className="form">
          <p className="t2">{t("invitation.exists", { email })}</p>
          <Link className="btn pri big" to="/sign-in" search={{ next: `/invite/${code}` }}>{t("signIn.do")}</Link>
        </div>
      ) : (
        <form onSubmit={submit} className="form">
          <Field label={t("field.name")} required autoFocus autoComplete="name" value={name} onChange={(event) => setName(event.target.value)} fault={faults.name?.[0]} />
          <Field label={t("field.email")} type="email" readOnly autoComplete="username" value={email} />
          <Field label={t("field.password")} type="password" required minLength={least_password_chars} autoComplete="new-password" value={password} hint={t("setup.passwordHint", { n: least_password_chars })} onChange={(event) => setPassword(event.target.value)} fault={faults.password?.[0]} />
          {fault}
          <Button type="submit" tone="pri" big disabled={accept.isPending}>{t("invitation.do")}</Button>
        </form>
      )}
    </AuthFrame>
  );
}
