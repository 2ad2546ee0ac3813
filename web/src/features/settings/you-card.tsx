import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { bootstrapQuery, signOut } from "~/api/session";
import { t } from "~/lib/i18n/index";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icon";
import { Card } from "~/ui/page";
import { toast } from "~/ui/toast-store";

/** The way to one's own account, and the way out, also for phones, where no side bar is. */
export function YouCard({ org }: { org: string }) {
  const client = useQueryClient();
  const { user, version } = useQuery(bootstrapQuery).data ?? { user: null, version: "" };
  const leave = useMutation({
    mutationFn: signOut,
    onSuccess: () => {
      client.clear();
      location.assign("/sign-in");
    },
    onError: (error) => toast({ text: t("action.failed", { reason: error.message }), icon: "warning" }),
  });
  return (
    <Card title={t("you.title")} hint={user?.email ?? ""} actions={<Button icon="external" disabled={leave.isPending} onClick={() => leave.mutate()}>{t("signOut")}</Button>}>
      <ul className="links">
        <li><Link to="/organizations/$org/settings/account" params={{ org }}><Icon name="user" /><span className="grow">{t("account.manage")}</span><Icon name="chevronRight" size={12} /></Link></li>
      </ul>
      <p className="t12 t3 p12">{t("you.version", { version })}</p>
    </Card>
  );
}
