import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { bootstrapQuery, signOut } from "~/api/session";
import { t } from "~/lib/i18n/index";
import { Button } from "~/ui/button";
import { Card } from "~/ui/page";
import { toast } from "~/ui/toast-store";
import { Preferences } from "./preferences";

/** How things look, and the way out, also for phones, where no side bar is. */
export function YouCard() {
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
      <Preferences />
      <p className="t12 t3 p12">{t("you.version", { version })}</p>
    </Card>
  );
}
