import { useQueryClient } from "@tanstack/react-query";
import { signOut } from "~/api/session";
import { t } from "~/lib/i18n/index";
import { toast } from "~/ui/toast-store";

/** Ends the session; nothing of what was read stays in memory. */
export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    try {
      await signOut();
    } catch (error) {
      toast({ text: t("action.failed", { reason: error instanceof Error ? error.message : "" }), icon: "warning" });
      return;
    }
    client.clear();
    location.assign("/sign-in");
  };
}
