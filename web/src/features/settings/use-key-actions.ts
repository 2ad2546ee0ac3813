import { useQueryClient } from "@tanstack/react-query";
import { changeKey, type ClientKey, createKey, deleteKey, keysQuery } from "~/api/projects";
import { t } from "~/lib/i18n/index";
import { toast } from "~/ui/toast-store";

/** What can be done to a key; switching off can be undone, deleting cannot and asks first. */
export function useKeyActions(org: string, project: string) {
  const client = useQueryClient();
  const run = async (work: () => Promise<unknown>, done: { text: string; undo?: () => void }) => {
    try {
      await work();
      toast(done);
    } catch (error) {
      toast({ text: t("action.failed", { reason: error instanceof Error ? error.message : "" }), icon: "warning" });
    }
    await client.invalidateQueries({ queryKey: keysQuery(org, project).queryKey });
  };
  const setActive = (key: ClientKey, isActive: boolean): void =>
    void run(() => changeKey(org, project, key.id, { isActive }), { text: t(isActive ? "key.enabled" : "key.disabled", { name: key.name }), undo: () => setActive(key, !isActive) });
  return {
    setActive,
    /** A new key with the same name and limit; the old one goes on until it is switched off. */
    rotate: (key: ClientKey) => void run(() => createKey(org, project, { name: t("key.rotatedName", { name: key.name }), rateLimit: key.rateLimit }), { text: t("key.rotated", { name: key.name }) }),
    remove: (key: ClientKey) => void run(() => deleteKey(org, project, key.id), { text: t("key.deleted", { name: key.name }) }),
  };
}
