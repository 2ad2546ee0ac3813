import type { ComponentProps, ReactNode } from "react";
import { Icon } from "./icon";
import type { IconName } from "./icon-paths";

interface Props extends Omit<ComponentProps<"button">, "aria-label"> {
  icon?: IconName;
  tone?: "plain" | "pri" | "ghost" | "danger";
  big?: boolean;
  /** The key that does the same. */
  hotkey?: string;
  /** Says why the button cannot be pressed; it stays focusable and its reason is its title. */
  disabledReason?: string | null | undefined;
  children?: ReactNode;
}

export function Button({ icon, tone = "plain", big, hotkey, disabledReason, children, className = "", onClick, ...rest }: Props) {
  const off = Boolean(disabledReason);
  return (
    <button
      type="button"
      {...rest}
      className={`btn ${tone === "plain" ? "" : tone} ${big ? "big" : ""} ${className}`}
      aria-disabled={off || undefined}
      title={disabledReason ?? rest.title}
      onClick={off ? (event) => event.preventDefault() : onClick}
    >
      {icon && <Icon name={icon} />}
      {children}
      {hotkey && <Kbd>{hotkey}</Kbd>}
    </button>
  );
}

interface IconButtonProps extends Omit<ComponentProps<"button">, "children"> {
  icon: IconName;
  label: string;
}

export function IconButton({ icon, label, className = "", ...rest }: IconButtonProps) {
  return (
    <button type="button" title={label} {...rest} aria-label={label} className={`btn ghost icon ${className}`}>
      <Icon name={icon} size={16} />
    </button>
  );
}

export function Kbd({ children }: { children: ReactNode }) {
  return <kbd aria-hidden="true">{children}</kbd>;
}
