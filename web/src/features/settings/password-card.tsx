import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { accountQuery, changePassword } from "~/api/account";
import { ApiError } from "~/api/errors";
import { least_password_chars } from "~/api/session";
import { t } from "~/lib/i18n/index";
import { Button } from "~/ui/button";
import { Field } from "~/ui/field";
import { Card } from "~/ui/page";
import { toast } from "~/ui/toast-store";


/** A new password, for whoever knows the old one. */
export function PasswordCard({ email }: { email: string }) {
  const client = useQueryClient();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const change = useMutation({
    mutationFn: () => changePassword(current, next),
    onSuccess: async () => {
      setCurrent("");
      setNext("");
      toast({ text: t("password.changed") });
      await client.invalidateQueries({ queryKey: accountQuery.queryKey });
    },
  });
  const error = change.error instanceof ApiError ? change.error : null;
  const wrong = error?.fields.current ? t("password.wrong") : undefined;
  const weak = error?.fields.password?.[0];
  const slowed = error?.status === 429 ? t("signIn.tooMany", { n: error.retryAfterS ?? 1 }) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  const missing = current === "" ? t("password.currentFirst") : next.length < least_password_chars ? t("setup.passwordHint", { n: least_password_chars }) : null;
  return (
    <Card title={t("password.title")} hint={t("password.hint")}>
      <form className="form p12" onSubmit={submit}>
        <input type="email" className="sr" tabIndex={-1} aria-hidden="true" autoComplete="username" value={email} readOnly />
        <Field label={t("password.current")} type="password" autoComplete="current-password" value={current} onChange={(event) => setCurrent(event.target.value)} fault={wrong} />
        <Field label={t("password.new")} type="password" autoComplete="new-password" value={next} onChange={(event) => setNext(event.target.value)} fault={weak} hint={t("setup.passwordHint", { n: least_password_chars })} />
        {error && !wrong && !weak && <p role="alert" className="c-error">{slowed ?? error.message}</p>}
        <div className="row-f end"><Button type="submit" tone="pri" disabled={change.isPending} disabledReason={missing}>{t("password.do")}</Button></div>
      </form>
    </Card>
  );
}
