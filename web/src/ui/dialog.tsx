import { Dialog as Base } from "@base-ui/react/dialog";
import type { ReactNode } from "react";
import { t } from "~/lib/i18n/index";
import { IconButton } from "./button";

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  hint?: ReactNode;
  actions?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}

export function Dialog({ open, onOpenChange, title, hint, actions, wide, children }: Props) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="scrim" />
        <Base.Popup className={`dlg ${wide ? "wide" : ""}`}>
          <div className="h">
            <Base.Title className="dlg-t">{title}</Base.Title>
            {hint && <span className="t12 t3">{hint}</span>}
            <span className="grow" />
            {actions}
            <Base.Close render={<IconButton icon="x" label={t("close")} />} />
          </div>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
