import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { bootstrapQuery } from "~/api/session";
import type { Organization } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { useHotkeys } from "~/ui/hotkeys";
import { Icon, Mark } from "~/ui/icon";
import type { IconName } from "~/ui/icon-paths";
import { Menu } from "~/ui/menu";
import { undoLast } from "~/ui/toast-store";
import { Jump } from "./jump";
import { KeyMap } from "./key-map";
import { SystemLine } from "./system-line";
import { UserMenu } from "./user-menu";

/** The frame of every page: where one is and where one can go. */
export function Shell({ org, go, children }: { org: string; go: (org: string) => void; children: ReactNode }) {
  const bootstrap = useQuery(bootstrapQuery).data;
  const [map, setMap] = useState(false);
  const [jump, setJump] = useState(false);
  useHotkeys({ "?": () => setMap(true), z: () => undoLast(), "Mod+k": () => setJump(true) });
  const organizations = bootstrap?.organizations ?? [];
  const name = organizations.find((each) => each.slug === org)?.name ?? org;
  return (
    <div className="app">
      <a className="skip" href="#page">{t("shell.skip")}</a>
      <nav className="side" aria-label={t("shell.main")}>
        <Brand name={name} org={org} organizations={organizations} go={go} />
        <button type="button" className="find" onClick={() => setJump(true)} title={t("shell.jump")}>
          <Icon name="search" />
          <span>{t("shell.jump")}</span>
          <kbd aria-hidden="true">Ctrl K</kbd>
        </button>
        <div className="nav">
          <Item to="/organizations/$org/issues" org={org} icon="inbox" label={t("issues")} />
          <Item to="/organizations/$org/explore" org={org} icon="trend" label={t("explore")} />
          <Item to="/organizations/$org/projects" org={org} icon="cube" label={t("projects")} />
        </div>
        <div className="foot nav">
          <Item to="/organizations/$org/settings" org={org} icon="settings" label={t("settings")} />
          {bootstrap?.user && <UserMenu user={bootstrap.user} onKeys={() => setMap(true)} />}
          <SystemLine org={org} />
        </div>
      </nav>
      <div className="main" id="page" tabIndex={-1}>{children}</div>
      <nav className="tabbar" aria-label={t("shell.main")}>
        <Item to="/organizations/$org/issues" org={org} icon="inbox" label={t("issues")} size={20} />
        <Item to="/organizations/$org/explore" org={org} icon="trend" label={t("explore")} size={20} />
        <Item to="/organizations/$org/projects" org={org} icon="cube" label={t("projects")} size={20} />
        <Item to="/organizations/$org/system" org={org} icon="bars" label={t("system")} size={20} />
        <Item to="/organizations/$org/settings" org={org} icon="settings" label={t("settings")} size={20} />
      </nav>
      <KeyMap open={map} onOpenChange={setMap} />
      {jump && <Jump org={org} onClose={() => setJump(false)} onKeys={() => setMap(true)} />}
    </div>
  );
}

interface ItemProps {
  to: "/organizations/$org/issues" | "/organizations/$org/explore" | "/organizations/$org/projects" | "/organizations/$org/settings" | "/organizations/$org/system";
  org: string;
  icon: IconName;
  label: string;
  size?: 16 | 20;
}

function Item({ to, org, icon, label, size = 16 }: ItemProps) {
  return (
    <Link to={to} params={{ org }} title={label} activeProps={{ "aria-current": "page" }}>
      <Icon name={icon} size={size} />
      <span className="ni">{label}</span>
    </Link>
  );
}

function Brand({ name, org, organizations, go }: { name: string; org: string; organizations: readonly Organization[]; go: (org: string) => void }) {
  const inner = (
    <>
      <Mark />
      <span className="org ell">{name}</span>
    </>
  );
  if (organizations.length < 2) return <Link className="brand" to="/organizations/$org/issues" params={{ org }}>{inner}</Link>;
  return (
    <Menu
      label={t("shell.organizations")}
      trigger={<button type="button" className="brand">{inner}<Icon name="chevronsUpDown" /></button>}
      items={organizations.map((each) => ({ id: each.slug, label: each.name, checked: each.slug === org, onSelect: () => go(each.slug) }))}
    />
  );
}
