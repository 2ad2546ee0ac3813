import { type FormEvent, useState } from "react";
import type { SavedView } from "~/api/views";
import { t } from "~/lib/i18n/index";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Field } from "~/ui/field";

interface Props {
  view: SavedView;
  onSave: (name: string) => void;
  onClose: () => void;
}

export function RenameView({ view, onSave, onClose }: Props) {
  const [name, setName] = useState(view.name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave(name.trim());
    onClose();
  };
  return (
    <Dialog open onOpenChange={(next) => !next && onClose()} title={t("view.rename")}>
      <form className="form dlg-b" onSubmit={submit}>
        <Field label={t("view.name")} value={name} maxLength={60} autoFocus onFocus={(event) => event.target.select()} onChange={(event) => setName(event.target.value)} />
        <div className="row-f end">
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" tone="pri" disabledReason={name.trim() === "" ? t("view.nameFirst") : null}>{t("save")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
