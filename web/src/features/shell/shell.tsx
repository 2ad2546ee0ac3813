import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { bootstrapQuery } from "~/api/session";
import type { Organization } from "~/api/types";
import { tabCountsQuery } from "~/api/views";
import { parseFilters, periodParams } from "~/lib/filters";
import { t } from "~/lib/i18n/index";
import { keyLabel } from "~/lib/keymap";
import { copyWithToast } from "~/ui/copy-button";
import { useHotkeys } from "~/ui/hotkeys";
import { Icon, Mark } from "~/ui/icon";
import { Menu } from "~/ui/menu";
import { Num } from "~/ui/text";
import { undoLast } from "~/ui/toast-store";
import { Item, type ItemProps } from "./item";
import { PhoneBar } from "./phone-bar";
import { SavedViews } from "./saved-views";
import { SystemLine } from "./system-line";
import { useAttention } from "./use-attention";
import { UserMenu } from "./user-menu";

const Palette = lazy(() => import("./palette").then((module) => ({ default: module.Palette })));
const KeyMap = lazy(() => import("./key-map").then((module) => ({ default: module.KeyMap })));

/** The frame of every page: where one is and where one can go. */
export function Shell({ org, go, children }: { org: string; go: (org: string) => void; children: ReactNode }) {
  const bootstrap = useQuery(bootstrapQuery).data;
  const navigate = useNavigate();
  const [map, setMap] = useState(false);
  const [palette, setPalette] = useState(false);
  const to = (path: ItemProps["to"]) => () => void navigate({ to: path, params: { org } });
  useHotkeys({
    "?": () => setMap(true), z: () => undoLast(), "Mod+k": () => setPalette(true), "Shift+l": () => void copyWithToast(location.href, t("copy.linkDone")),
    "g i": to("/organizations/$org/issues"), "g f": to("/organizations/$org/time-to-fix"), "g p": to("/organizations/$org/projects"), "g s": to("/organizations/$org/settings"), "g h": to("/organizations/$org/system"),
  });
  useAttention(org);
  const organizations = bootstrap?.organizations ?? [];
  const name = organizations.find((each) => each.slug === org)?.name ?? org;
  return (
    <div className="app">
      <a className="skip" href="#page">{t("shell.skip")}</a>
      <nav className="side" aria-label={t("shell.main")}>
        <Brand name={name} org={org} organizations={organizations} go={go} />
        <button type="button" className="find" onClick={() => setPalette(true)} title={t("shell.jump")}>
          <Icon name="search" />
          <span>{t("shell.jump")}</span>
          <kbd aria-hidden="true">{keyLabel("Ctrl")} K</kbd>
        </button>
        <div className="nav">
          <Item to="/organizations/$org/issues" org={org} icon="inbox" label={t("issues")} count={<OpenIssues org={org} />} />
          <Item to="/organizations/$org/explore" org={org} icon="trend" label={t("explore")} />
          <Item to="/organizations/$org/time-to-fix" org={org} icon="clock" label={t("fix.title")} />
          <Item to="/organizations/$org/releases" org={org} icon="tag" label={t("releases")} />
          <Item to="/organizations/$org/projects" org={org} icon="cube" label={t("projects")} />
        </div>
        <SavedViews org={org} />
        <div className="foot nav">
          <Item to="/organizations/$org/settings" org={org} icon="settings" label={t("settings")} />
          {bootstrap?.user && <UserMenu user={bootstrap.user} onKeys={() => setMap(true)} onAccount={() => void navigate({ to: "/organizations/$org/settings/account", params: { org } })} />}
          <SystemLine org={org} />
        </div>
      </nav>
      <div className="main" id="page" tabIndex={-1}>{children}</div>
      <PhoneBar org={org} />
      <Suspense>
        {map && <KeyMap open onOpenChange={setMap} />}
        {palette && <Palette org={org} onClose={() => setPalette(false)} onKeys={() => setMap(true)} />}
      </Suspense>
    </div>
  );
}

/** Issues to triage under the filters of the page. */
function OpenIssues({ org }: { org: string }) {
  const filters = parseFilters(useSearch({ strict: false }));
  const params = { project: filters.project, environment: filters.environment, ...periodParams(filters), query: undefined };
  const counts = useQuery(tabCountsQuery(org, params)).data;
  return counts ? <Num value={counts.unresolved} /> : null;
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
