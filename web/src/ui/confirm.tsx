/** Asks before what cannot be undone. With `name`, that name has to be typed first. */
import { type ReactNode, useState } from "react";
import { t } from "~/lib/i18n/index";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { Field } from "./field";

interface Props {
  title: ReactNode;
  children: ReactNode;
  /** What the button says: the deed, not "OK". */
  action: string;
  name?: string;
  onConfirm: () => void;
  onClose: () => void;
}

export function Confirm({ title, children, action, name, onConfirm, onClose }: Props) {
  const [typed, setTyped] = useState("");
  const fits = name === undefined || typed.trim() === name;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={title}>
      <form
        className="form dlg-b"
        onSubmit={(event) => {
          event.preventDefault();
          if (!fits) return;
          onConfirm();
          onClose();
        }}
      >
        <div className="t2">{children}</div>
        {name !== undefined && <Field label={t("confirm.type", { name })} value={typed} autoFocus autoComplete="off" spellCheck={false} onChange={(event) => setTyped(event.target.value)} />}
        <div className="row-f end">
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" tone="danger" disabledReason={fits ? null : t("confirm.first")}>{action}</Button>
        </div>
      </form>
    </Dialog>
  );
}
