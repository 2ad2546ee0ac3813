import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ApiError } from "~/api/errors";
import { bootstrapQuery, signIn } from "~/api/session";
import { t } from "~/lib/i18n/index";
import { Button } from "~/ui/button";
import { Field } from "~/ui/field";
import { useTitle } from "~/ui/page";
import { AuthFrame } from "./auth-frame";

function say(error: Error): string {
  if (error instanceof ApiError && error.status === 429) return t("signIn.tooMany", { n: error.retryAfterS ?? 60 });
  if (error instanceof ApiError && (error.status === 401 || error.status === 403)) return t("signIn.wrong");
  return error.message;
}

export function SignIn({ onDone }: { onDone: () => void }) {
  const client = useQueryClient();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  useTitle(t("signIn.title"));
  const send = useMutation({
    mutationFn: () => signIn(email, password),
    onSuccess: async () => {
      await client.fetchQuery({ ...bootstrapQuery, staleTime: 0 });
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate();
  };
  return (
    <AuthFrame title={t("signIn.title")}>
      <form onSubmit={submit} className="form">
        <Field label={t("field.email")} type="email" name="email" autoComplete="username" required autoFocus value={email} onChange={(event) => setEmail(event.target.value)} />
        <Field label={t("field.password")} type="password" name="password" autoComplete="current-password" required value={password} onChange={(event) => setPassword(event.target.value)} />
        {send.error && <p role="alert" className="c-error">{say(send.error)}</p>}
        <Button type="submit" tone="pri" big disabled={send.isPending}>{t("signIn.do")}</Button>
      </form>
    </AuthFrame>
  );
}
