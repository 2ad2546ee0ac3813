/** Where one can go, and what can be done anywhere. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { projectsQuery } from "~/api/organization";
import { viewCountsQuery, viewsQuery } from "~/api/views";
import { type MessageKey, t } from "~/lib/i18n/index";
import { keysOf } from "~/lib/keymap";
import { compact } from "~/lib/number";
import { copyWithToast } from "~/ui/copy-button";
import { setTheme } from "~/ui/theme";
import { undoLast } from "~/ui/toast-store";
import type { PaletteEntry } from "./palette-match";
import { viewSearch } from "./view-actions";

const lists: ReadonlyArray<[MessageKey, string]> = [
  ["view.mine", "is:unresolved assigned:[me,my_teams]"], ["view.new", "is:new"], ["view.regressed", "is:regressed"], ["view.escalating", "is:escalating"],
  ["view.ongoing", "is:ongoing"], ["view.archived", "is:archived"], ["view.resolved", "is:resolved"],
];

export function usePlaces(org: string, onKeys: () => void): { places: PaletteEntry[]; actions: PaletteEntry[] } {
  const navigate = useNavigate();
  const projects = useQuery(projectsQuery(org)).data ?? [];
  const views = useQuery(viewsQuery(org)).data ?? [];
  const counts = useQuery({ ...viewCountsQuery(org), enabled: views.length > 0 }).data ?? [];
  const params = { org };
  const page = (id: string, label: string, icon: PaletteEntry["icon"], run: () => void, more: Partial<PaletteEntry> = {}): PaletteEntry => ({ id, label, icon, run, ...more });
  const places: PaletteEntry[] = [
    page("issues", t("issues"), "inbox", () => void navigate({ to: "/organizations/$org/issues", params }), { keys: keysOf("go.issues") }),
    ...views.map((view) => {
      const count = counts.find((each) => each.id === view.id)?.count;
      return page(`v-${view.id}`, view.name, view.shared ? "users" : "star", () => void navigate({ to: "/organizations/$org/issues", params, search: viewSearch(view) }), { detail: t("palette.view"), ...(typeof count === "number" ? { hint: compact(count) } : {}) });
    }),
    ...lists.map(([label, query]) => page(`l-${query}`, t("palette.list", { name: t(label) }), "inbox", () => void navigate({ to: "/organizations/$org/issues", params, search: { query } }))),
    page("explore", t("explore"), "trend", () => void navigate({ to: "/organizations/$org/explore", params })),
    page("fix", t("fix.title"), "clock", () => void navigate({ to: "/organizations/$org/time-to-fix", params }), { keys: keysOf("go.fix") }),
    page("releases", t("releases"), "tag", () => void navigate({ to: "/organizations/$org/releases", params })),
    page("projects", t("projects"), "cube", () => void navigate({ to: "/organizations/$org/projects", params }), { keys: keysOf("go.projects") }),
    ...projects.flatMap((project) => [
      page(`p-${project.id}`, t("jump.project", { name: project.slug }), "cube", () => void navigate({ to: "/organizations/$org/issues", params, search: { project: [project.id] } })),
      page(`k-${project.id}`, t("jump.keys", { name: project.slug }), "key", () => void navigate({ to: "/organizations/$org/settings/projects/$project/keys", params: { org, project: project.slug } }), { detail: t("settings") }),
      page(`a-${project.id}`, `${t("artifacts.title")}: ${project.slug}`, "code", () => void navigate({ to: "/organizations/$org/settings/projects/$project/artifacts", params: { org, project: project.slug } }), { detail: t("settings") }),
      page(`g-${project.id}`, t("jump.start", { name: project.slug }), "send", () => void navigate({ to: "/organizations/$org/projects/$project/getting-started", params: { org, project: project.slug } })),
    ]),
    page("settings", t("settings"), "settings", () => void navigate({ to: "/organizations/$org/settings", params }), { keys: keysOf("go.settings") }),
    page("account", t("account.title"), "user", () => void navigate({ to: "/organizations/$org/settings/account", params }), { detail: t("settings") }),
    page("tokens", t("tokens.title"), "key", () => void navigate({ to: "/organizations/$org/settings/tokens", params }), { detail: t("settings") }),
    page("system", t("system.title"), "bars", () => void navigate({ to: "/organizations/$org/system", params }), { keys: keysOf("go.system") }),
  ];
  const actions: PaletteEntry[] = [
    page("new", t("project.create"), "plus", () => void navigate({ to: "/organizations/$org/projects/new", params })),
    page("link", t("keys.link"), "link", () => void copyWithToast(location.href, t("copy.linkDone")), { keys: keysOf("link") }),
    page("undo", t("keys.undo"), "back", () => undoLast(), { keys: keysOf("undo") }),
    page("light", t("theme.light"), "sun", () => setTheme("light")),
    page("dark", t("theme.dark"), "moon", () => setTheme("dark")),
    page("system-theme", t("theme.system"), "monitor", () => setTheme("system")),
    page("keys", t("keys.title"), "terminal", onKeys, { keys: keysOf("map") }),
  ];
  return { places, actions };
}
