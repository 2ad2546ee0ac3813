import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { createToken, type TokenKind, tokensQuery } from "~/api/tokens";
import { t } from "~/lib/i18n/index";
import { Button } from "~/ui/button";
import { CopyButton } from "~/ui/copy-button";
import { Dialog } from "~/ui/dialog";
import { Check, Field } from "~/ui/field";
import { organization_scopes, scopeGroups, usual_scopes } from "./scopes";

export function TokenDialog({ org, kind, onClose }: { org: string; kind: TokenKind; onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<ReadonlySet<string>>(new Set(kind === "org" ? organization_scopes : usual_scopes));
  const create = useMutation({
    mutationFn: () => createToken(kind, org, { name, scopes: [...scopes] }),
    onSuccess: () => void client.invalidateQueries({ queryKey: tokensQuery(kind, org).queryKey }),
  });
  const toggle = (scope: string, on: boolean) => {
    const next = new Set(scopes);
    if (on) next.add(scope);
    else next.delete(scope);
    setScopes(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (scopes.size > 0) create.mutate();
  };
  const secret = create.data?.token;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={secret ? t("token.made") : t(`token.create.${kind}`)}>
      {create.data ? (
        <div className="form dlg-b">
          <p className="t2">{t("token.once")}</p>
          <div className="dsn"><span className="mono ell grow" data-testid="secret">{secret}</span><CopyButton text={secret ?? ""} /></div>
          <div className="row-f end"><Button tone="pri" onClick={onClose}>{t("done")}</Button></div>
        </div>
      ) : (
        <form onSubmit={submit} className="form dlg-b">
          <Field label={t("field.name")} required autoFocus value={name} placeholder={t("token.namePlaceholder")} onChange={(event) => setName(event.target.value)} />
          {kind === "user" ? (
            <fieldset className="scopes-f">
              <legend>{t("token.scopes")}</legend>
              {scopeGroups.map(([subject, names]) => (
                <div key={subject} className="row-f">
                  {names.map((scope) => <Check key={scope} label={<span className="mono">{scope}</span>} checked={scopes.has(scope)} onChange={(on) => toggle(scope, on)} />)}
                </div>
              ))}
            </fieldset>
          ) : (
            <p className="t12 t3">{t("token.orgScopes")}</p>
          )}
          {create.error && <p role="alert" className="c-error">{create.error.message}</p>}
          <div className="row-f end"><Button onClick={onClose}>{t("cancel")}</Button><Button type="submit" tone="pri" disabled={create.isPending} disabledReason={scopes.size === 0 ? t("token.oneScope") : null}>{t("token.create")}</Button></div>
        </form>
      )}
    </Dialog>
  );
}
