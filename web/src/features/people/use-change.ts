import { useQueryClient } from "@tanstack/react-query";
import { t } from "~/lib/i18n/index";
import { toast } from "~/ui/toast-store";

/** Does one thing, says so (with a way back where there is one), and reads anew what it may have changed. */
export function useChange(keys: ReadonlyArray<readonly unknown[]>) {
  const client = useQueryClient();
  const run = async (work: () => Promise<unknown>, done: string, undo?: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
      toast({ text: done, ...(undo ? { undo: () => void run(undo, t("people.undone")) } : {}) });
    } catch (error) {
      toast({ text: t("action.failed", { reason: error instanceof Error ? error.message : "" }), icon: "warning" });
    }
    await Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })));
  };
  return run;
}
