import { useQueryClient } from "@tanstack/react-query";
import { artifactsKey } from "~/api/artifacts";
import { t } from "~/lib/i18n/index";
import { toast } from "~/ui/toast-store";

/** Deletes, says so, and reads the project's artifacts anew. */
export function useDelete(org: string, project: string) {
  const client = useQueryClient();
  return async (name: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
      toast({ text: t("artifacts.deleted", { name }) });
    } catch (error) {
      toast({ text: t("action.failed", { reason: error instanceof Error ? error.message : "" }), icon: "warning" });
    }
    await client.invalidateQueries({ queryKey: artifactsKey(org, project) });
  };
}
