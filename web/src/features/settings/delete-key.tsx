import type { ClientKey } from "~/api/projects";
import { t } from "~/lib/i18n/index";
import { Confirm } from "~/ui/confirm";

/** Deleting a key cannot be undone, so its name has to be typed. */
export function DeleteKey({ item, onDelete, onClose }: { item: ClientKey; onDelete: () => void; onClose: () => void }) {
  return (
    <Confirm title={t("key.delete", { name: item.name })} name={item.name} action={t("delete")} onConfirm={onDelete} onClose={onClose}>
      {t("key.delete.text")}
    </Confirm>
  );
}
