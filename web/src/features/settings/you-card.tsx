import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { bootstrapQuery, signOut } from "~/api/session";
import { t } from "~/lib/i18n/index";
import { useStore } from "~/lib/store";
import { Button } from "~/ui/button";
import { Card } from "~/ui/page";
import { Seg } from "~/ui/seg";
import { setTheme, theme } from "~/ui/theme";
import { toast } from "~/ui/toast-store";

const themes = ["system", "light", "dark"] as const;

/** Theme and the way out, also for phones, where no side bar is. */
export function YouCard() {
  const client = useQueryClient();
  const { user, version } = useQuery(bootstrapQuery).data ?? { user: null, version: "" };
  const chosen = useStore(theme);
  const leave = useMutation({
    mutationFn: signOut,
    onSuccess: () => {
      client.clear();
      location.assign("/sign-in");
    },
    onError: (error) => toast({ text: t("action.failed", { reason: error.message }), icon: "warning" }),
  });
  return (
    <Card title={t("you.title")} hint={user?.email ?? ""}>
      <div className="p row-f wrap-f">
        <Seg label={t("you.theme")} value={chosen} onChange={setTheme} options={themes.map((each) => ({ value: each, label: t(`theme.${each}`) }))} />
        <span className="grow" />
        <span className="t12 t3">{t("you.version", { version })}</span>
        <Button icon="external" disabled={leave.isPending} onClick={() => leave.mutate()}>{t("signOut")}</Button>
      </div>
    </Card>
  );
}
