import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { revokeToken, type Token, type TokenKind, tokensQuery } from "~/api/tokens";
import { t } from "~/lib/i18n/index";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Bar, Card, useTitle } from "~/ui/page";
import { Failed, SkeletonRows } from "~/ui/states";
import { Table } from "~/ui/table";
import { Time } from "~/ui/text";
import { toast } from "~/ui/toast-store";
import { TokenDialog } from "./token-dialog";

export function TokensPage({ org }: { org: string }) {
  const [creating, setCreating] = useState<TokenKind | null>(null);
  useTitle(t("tokens.title"));
  return (
    <>
      <Bar path={[<Link key="s" to="/organizations/$org/settings" params={{ org }}>{t("settings")}</Link>]} title={t("tokens.title")} />
      <main className="sy narrow">
        <p className="t2">{t("tokens.explain.long")}</p>
        <TokenList org={org} kind="org" onCreate={() => setCreating("org")} />
        <TokenList org={org} kind="user" onCreate={() => setCreating("user")} />
      </main>
      {creating && <TokenDialog org={org} kind={creating} onClose={() => setCreating(null)} />}
    </>
  );
}

function TokenList({ org, kind, onCreate }: { org: string; kind: TokenKind; onCreate: () => void }) {
  const client = useQueryClient();
  const tokens = useQuery(tokensQuery(kind, org));
  const [revoking, setRevoking] = useState<Token | null>(null);
  const revoke = async (token: Token) => {
    setRevoking(null);
    try {
      await revokeToken(kind, org, token.id);
      toast({ text: t("token.revoked", { name: token.name ?? "" }) });
    } catch (error) {
      toast({ text: t("action.failed", { reason: error instanceof Error ? error.message : "" }), icon: "warning" });
    }
    await client.invalidateQueries({ queryKey: tokensQuery(kind, org).queryKey });
  };
  return (
    <Card title={t(`tokens.${kind}`)} hint={t(`tokens.${kind}.hint`)} actions={<Button icon="plus" onClick={onCreate}>{t("token.create")}</Button>}>
      {tokens.isPending ? <SkeletonRows rows={2} /> : tokens.isError ? <Failed error={tokens.error} retry={() => void tokens.refetch()} /> : tokens.data.length === 0 ? <p className="t3 p12">{t("tokens.none")}</p> : (
        <Table
          label={t(`tokens.${kind}`)} rows={tokens.data} keyOf={(token) => token.id}
          columns={[{ id: "name", head: t("field.name") }, { id: "scopes", head: t("token.scopes"), className: "mono t2 scopes" }, { id: "created", head: t("created.column"), className: "t2" }, { id: "used", head: t("token.used"), className: "t2" }, { id: "do", head: t("project.actions"), hidden: true, right: true }]}
          renderCells={(token) => [
            <span key="name"><span className="m">{token.name || t("token.unnamed")}</span> <span className="mono t3">{token.tokenLastCharacters ? `…${token.tokenLastCharacters}` : ""}</span></span>,
            <span key="scopes" title={token.scopes.join(", ")}>{token.scopes.join(", ")}</span>, <Time key="created" value={token.dateCreated} />, token.dateLastUsed ? <Time key="used" value={token.dateLastUsed} /> : t("token.never"),
            <Button key="do" tone="ghost" className="danger" aria-label={t("token.revokeNamed", { name: token.name ?? "" })} onClick={() => setRevoking(token)}>{t("token.revoke")}</Button>,
          ]}
        />
      )}
      {revoking && (
        <Dialog open onOpenChange={(open) => !open && setRevoking(null)} title={t("token.revokeNamed", { name: revoking.name ?? "" })}>
          <div className="form dlg-b">
            <p className="t2">{t("token.revoke.text")}</p>
            <div className="row-f end"><Button onClick={() => setRevoking(null)}>{t("cancel")}</Button><Button tone="danger" onClick={() => void revoke(revoking)}>{t("token.revoke")}</Button></div>
          </div>
        </Dialog>
      )}
    </Card>
  );
}
