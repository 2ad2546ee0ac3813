import { useState } from "react";
import type { ClientKey } from "~/api/projects";
import { t } from "~/lib/i18n/index";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Field } from "~/ui/field";

/** Deleting a key cannot be undone, so its name has to be typed. */
export function DeleteKey({ item, onDelete, onClose }: { item: ClientKey; onDelete: () => void; onClose: () => void }) {
  const [typed, setTyped] = useState("");
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t("key.delete", { name: item.name })}>
      <form
        className="form dlg-b"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed !== item.name) return;
          onDelete();
          onClose();
        }}
      >
        <p className="t2">{t("key.delete.text")}</p>
        <Field label={t("key.delete.type", { name: item.name })} value={typed} autoFocus autoComplete="off" onChange={(event) => setTyped(event.target.value)} />
        <div className="row-f end"><Button onClick={onClose}>{t("cancel")}</Button><Button type="submit" tone="danger" disabledReason={typed === item.name ? null : t("key.delete.first")}>{t("delete")}</Button></div>
      </form>
    </Dialog>
  );
}
