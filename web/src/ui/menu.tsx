import { Menu as Base } from "@base-ui/react/menu";
import type { ReactElement, ReactNode } from "react";
import { Kbd } from "./button";
import { Icon } from "./icon";
import type { IconName } from "./icon-paths";

export interface MenuItem {
  id: string;
  label: ReactNode;
  icon?: IconName;
  hint?: ReactNode;
  hotkey?: string;
  checked?: boolean;
  danger?: boolean;
  /** A line above this item. */
  parted?: boolean;
  onSelect: () => void;
}

interface Props {
  /** The button that opens it. */
  trigger: ReactElement<Record<string, unknown>>;
  items: readonly MenuItem[];
  label: string;
  align?: "start" | "end";
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

export function Menu({ trigger, items, label, align = "start", open, onOpenChange }: Props) {
  return (
    <Base.Root modal={false} {...(open === undefined ? {} : { open })} {...(onOpenChange ? { onOpenChange } : {})}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className="pos" align={align} sideOffset={4}>
          <Base.Popup className="pop menu" aria-label={label}>
            {items.map((item) => (
              <Base.Item key={item.id} className={`mi ${item.danger ? "danger" : ""} ${item.parted ? "parted" : ""}`} onClick={item.onSelect}>
                {item.icon ? <Icon name={item.icon} /> : item.checked !== undefined && <span className="mi-ck">{item.checked && <Icon name="check" />}</span>}
                <span className="grow ell">{item.label}</span>
                {item.icon && item.checked && <Icon name="check" />}
                {item.hint && <span className="t3 t12">{item.hint}</span>}
                {item.hotkey && <Kbd>{item.hotkey}</Kbd>}
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
