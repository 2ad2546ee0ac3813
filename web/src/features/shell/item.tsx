import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Icon } from "~/ui/icon";
import type { IconName } from "~/ui/icon-paths";

export interface ItemProps {
  to: "/organizations/$org/issues" | "/organizations/$org/explore" | "/organizations/$org/releases" | "/organizations/$org/time-to-fix" | "/organizations/$org/projects" | "/organizations/$org/settings" | "/organizations/$org/system";
  org: string;
  icon: IconName;
  label: string;
  size?: 16 | 20;
  count?: ReactNode;
}

/** A place of the organisation, marked when one is there. */
export function Item({ to, org, icon, label, size = 16, count }: ItemProps) {
  return (
    <Link to={to} params={{ org }} title={label} activeProps={{ "aria-current": "page" }} activeOptions={{ includeSearch: false }}>
      <Icon name={icon} size={size} />
      <span className="ni">{label}</span>
      {count && <span className="n">{count}</span>}
    </Link>
  );
}
