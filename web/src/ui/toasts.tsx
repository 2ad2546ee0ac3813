import { useEffect, useState } from "react";
import { t } from "~/lib/i18n/index";
import { useStore } from "~/lib/store";
import { Button, IconButton } from "./button";
import { Icon } from "./icon";
import { dismiss, type Toast, toast_shown_ms, toasts } from "./toast-store";

export function Toasts() {
  const items = useStore(toasts);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {items.map((item) => (
        <ToastView key={item.id} item={item} />
      ))}
    </div>
  );
}

function ToastView({ item }: { item: Toast }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismiss(item.id), toast_shown_ms);
    return () => clearTimeout(timer);
  }, [held, item.id]);
  const undo = () => {
    dismiss(item.id);
    item.undo?.();
  };
  return (
    <div className="toast" onMouseEnter={() => setHeld(true)} onMouseLeave={() => setHeld(false)} onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}>
      <Icon name={item.icon} className={item.icon === "warning" ? "c-warning" : "c-ok"} />
      <span>{item.text}</span>
      {item.undo ? (
        <Button tone="ghost" hotkey="Z" className="c-accent" onClick={undo}>
          {t("undo")}
        </Button>
      ) : (
        <IconButton icon="x" label={t("close")} onClick={() => dismiss(item.id)} />
      )}
    </div>
  );
}
