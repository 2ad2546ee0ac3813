/** Pick one or several from a list that can be searched: a popover with a listbox. */
import { Popover } from "@base-ui/react/popover";
import { type KeyboardEvent, type MouseEvent, type ReactElement, type ReactNode, useId, useMemo, useState } from "react";
import { t } from "~/lib/i18n/index";
import { Icon } from "./icon";

export interface PickerItem {
  value: string;
  label: string;
  lead?: ReactNode;
  hint?: ReactNode;
}

interface Props {
  /** The button that opens it; without one, `open` and `anchor` say when and where. */
  trigger?: ReactElement<Record<string, unknown>>;
  anchor?: () => Element | null;
  label: string;
  items: readonly PickerItem[];
  selected: readonly string[];
  onPick: (value: string) => void;
  /** Stays open after a pick. */
  multiple?: boolean;
  /** What is typed, for whoever fetches the items by it. */
  onText?: (text: string) => void;
  empty?: string;
  align?: "start" | "end" | "center";
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  footer?: ReactNode;
}

export function Picker({ trigger, anchor, label, align = "start", open, onOpenChange, ...list }: Props) {
  const [own, setOwn] = useState(false);
  const shown = open ?? own;
  const set = onOpenChange ?? setOwn;
  return (
    <Popover.Root open={shown} onOpenChange={set}>
      {trigger && <Popover.Trigger render={trigger} />}
      <Popover.Portal>
        <Popover.Positioner className="pos" align={align} sideOffset={4} collisionPadding={8} {...(anchor ? { anchor } : {})}>
          <Popover.Popup className="pop picker" aria-label={label}>
            <PickerList {...list} label={label} close={() => set(false)} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** A list that appears or changes under a resting pointer makes such events too; they choose nothing. */
export const moved = (event: MouseEvent) => event.movementX !== 0 || event.movementY !== 0;

type ListProps = Omit<Props, "trigger" | "anchor" | "align" | "open" | "onOpenChange"> & { close: () => void };

export function PickerList({ label, items, selected, onPick, multiple, onText, empty, close, footer }: ListProps) {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const id = useId();
  const shown = useMemo(() => {
    const wanted = text.trim().toLowerCase();
    return wanted === "" ? items : items.filter((item) => item.label.toLowerCase().includes(wanted) || item.value.toLowerCase().includes(wanted));
  }, [items, text]);
  const active = Math.min(at, shown.length - 1);
  const pick = (item: PickerItem | undefined) => {
    if (!item) return;
    onPick(item.value);
    if (!multiple) close();
  };
  const move = (step: number) => {
    const next = (active + step + shown.length) % Math.max(1, shown.length);
    setAt(next);
    document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: "nearest" });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter") pick(shown[active]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="pk-q">
        <Icon name="search" />
        <input
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={shown.length > 0 ? `${id}-${active}` : undefined}
          aria-label={label}
          placeholder={label}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            onText?.(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div role="listbox" id={`${id}-list`} aria-label={label} aria-multiselectable={multiple || undefined} className="pk-l">
        {shown.map((item, index) => (
          <div
            key={item.value}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={selected.includes(item.value)}
            className={`mi ${index === active ? "on" : ""}`}
            onMouseMove={(event) => moved(event) && setAt(index)}
            onClick={() => pick(item)}
            onKeyDown={onKeyDown}
          >
            {item.lead}
            <span className="grow ell">{item.label}</span>
            {item.hint && <span className="t3 t12">{item.hint}</span>}
            {selected.includes(item.value) && <Icon name="check" className="c-accent" />}
          </div>
        ))}
        {shown.length === 0 && <p className="t3 pk-e">{empty ?? t("picker.nothing")}</p>}
      </div>
      {footer && <div className="pk-f">{footer}</div>}
    </>
  );
}
