import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { type Account, accountQuery, renameAccount } from "~/api/account";
import { ApiError } from "~/api/errors";
import { bootstrapQuery } from "~/api/session";
import { t } from "~/lib/i18n/index";
import { Button } from "~/ui/button";
import { Field } from "~/ui/field";
import { Bar, Card, useTitle } from "~/ui/page";
import { Failed, Loading } from "~/ui/states";
import { toast } from "~/ui/toast-store";
import { PasswordCard } from "./password-card";
import { Preferences } from "./preferences";
import { SessionsCard } from "./sessions-card";

/** One's own account: name, looks, password, where one is signed in. */
export function AccountPage({ org }: { org: string }) {
  const account = useQuery(accountQuery);
  useTitle(t("account.title"));
  return (
    <>
      <Bar path={[<Link key="s" to="/organizations/$org/settings" params={{ org }}>{t("settings")}</Link>]} title={t("account.title")} />
      <main className="sy narrow">
        {account.isError ? <Failed error={account.error} retry={() => void account.refetch()} /> : !account.data ? <Loading /> : (
          <>
            <NameCard account={account.data} />
            <Card title={t("account.preferences")} hint={t("account.preferences.hint")}><Preferences /></Card>
            <PasswordCard email={account.data.user.email ?? ""} />
            <SessionsCard sessions={account.data.sessions} />
          </>
        )}
      </main>
    </>
  );
}

function NameCard({ account }: { account: Account }) {
  const client = useQueryClient();
  const [name, setName] = useState(account.user.name ?? "");
  const save = useMutation({
    mutationFn: () => renameAccount(name),
    onSuccess: async (changed) => {
      toast({ text: t("saved") });
      client.setQueryData(accountQuery.queryKey, changed);
      setName(changed.user.name ?? "");
      await client.fetchQuery({ ...bootstrapQuery, staleTime: 0 });
    },
  });
  const faults = save.error instanceof ApiError ? save.error.fields : {};
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Card title={t("account.you")} hint={account.user.email ?? ""}>
      <form className="form p12" onSubmit={submit}>
        <Field label={t("field.name")} required autoComplete="name" value={name} onChange={(event) => setName(event.target.value)} fault={faults.name?.[0]} hint={t("account.name.hint")} />
        {save.error && !faults.name && <p role="alert" className="c-error">{save.error.message}</p>}
        <div className="row-f end"><Button type="submit" tone="pri" disabled={save.isPending} disabledReason={name === account.user.name ? t("nothingChanged") : null}>{t("save")}</Button></div>
      </form>
    </Card>
  );
}
