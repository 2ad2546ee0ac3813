/** What the palette offers, by what is typed: `>` actions, `#` issues, `@` people, `?` help, else all of it. */
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { getPage } from "~/api/http";
import { membersQuery } from "~/api/organization";
import type { Issue } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { keysOf } from "~/lib/keymap";
import { quote } from "~/lib/query";
import { Avatar } from "~/ui/badges";
import type { Focused } from "~/ui/commands";
import { LevelIcon } from "~/ui/level-icon";
import { fitting, type PaletteEntry, type PaletteGroup } from "./palette-match";
import { usePlaces } from "./palette-places";

interface Options {
  org: string;
  text: string;
  focused: Focused | null;
  onKeys: () => void;
}

const pause_ms = 120;
const most = { focus: 6, issues: 6, places: 8, people: 8 } as const;

export function usePaletteEntries({ org, text, focused, onKeys }: Options): PaletteGroup[] {
  const navigate = useNavigate();
  const mode = /^[>#@?]/.exec(text)?.[0] ?? "";
  const wanted = text.slice(mode.length).trim();
  const { places, actions } = usePlaces(org, onKeys);
  const issues = useIssues(org, wanted, mode === "" || mode === "#");
  const people = useQuery({ ...membersQuery(org), enabled: mode === "@" }).data ?? [];
  const search = (query: string) => void navigate({ to: "/organizations/$org/issues", params: { org }, search: { query } });
  const own = (focused?.commands ?? []).map((command): PaletteEntry => ({ id: `f-${command.id}`, label: command.label, icon: command.icon, run: command.run, ...(command.key ? { keys: keysOf(command.key) } : {}) }));
  const listed = issues.rows.map((issue): PaletteEntry => ({
    id: `i-${issue.id}`, label: issue.metadata?.type ?? issue.title, detail: issue.metadata?.value ?? "", hint: issue.shortId, icon: "bug", lead: <LevelIcon level={issue.level} />, more: `#${issue.shortId}`,
    run: () => void navigate({ to: "/organizations/$org/issues/$issueId", params: { org, issueId: issue.id } }),
  }));
  // What is still there from before the last letters may not fit them any more: Enter must not open it.
  const found = issues.current ? listed : fitting(listed, wanted);
  const persons = people.flatMap(({ user, email, name }): PaletteEntry[] => (user ? [{ id: `p-${user.id}`, label: user.name ?? name, detail: email, icon: "user", lead: <Avatar name={user.name ?? name} />, run: () => search(`is:unresolved assigned:${quote(email)}`) }] : []));
  const help: PaletteEntry[] = ([[">", "palette.actions"], ["#", "palette.issues"], ["@", "palette.people"]] as const).map(([prefix, label]) => ({ id: `h-${prefix}`, label: t(label), icon: "search", keys: [prefix], prefix, run: () => undefined }));
  const group = (id: string, title: string, entries: PaletteEntry[], limit: number = most.places): PaletteGroup => ({ id, title, entries: entries.slice(0, limit) });
  const groups = mode === ">" ? [group("focus", focused?.title ?? "", fitting(own, wanted), 20), group("do", t("palette.actions"), fitting(actions, wanted), 20)]
    : mode === "#" ? [group("issues", t("issues"), found, 20)]
    : mode === "@" ? [group("people", t("palette.people"), fitting(persons, wanted), most.people)]
    : mode === "?" ? [group("help", t("palette.help"), [...help, ...actions.filter((entry) => entry.id === "keys")])]
    : [
        group("focus", focused?.title ?? "", fitting(own, wanted), most.focus),
        group("issues", t(wanted === "" ? "palette.latest" : "issues"), found, wanted === "" ? 4 : most.issues),
        group("go", t("palette.go"), fitting(places, wanted), wanted === "" ? 6 : most.places),
        group("do", t("palette.actions"), wanted === "" ? [] : fitting(actions, wanted)),
        group("search", t("palette.search"), wanted === "" ? [] : [{ id: "search", label: t("palette.searchFor", { text: wanted }), icon: "search", keys: ["Ctrl", "↵"], run: () => search(`is:unresolved ${wanted}`) }]),
      ];
  return groups.filter((each) => each.entries.length > 0);
}

const issuesQuery = (org: string, text: string) =>
  queryOptions({
    queryKey: ["palette-issues", org, text],
    queryFn: async ({ signal }) => {
      const query = text === "" ? "is:unresolved" : text;
      const params = { query, limit: most.issues, collapse: "stats", sort: "date", shortIdLookup: 1, statsPeriod: "90d" };
      return (await getPage<Issue>(`/api/0/organizations/${encodeURIComponent(org)}/issues/`, params, signal)).items;
    },
    staleTime: 30_000,
    placeholderData: keepPreviousData,
    // What is half typed may be no search yet.
    retry: false,
  });

/** Issues by short id and by words, once the typing pauses. */
function useIssues(org: string, text: string, enabled: boolean): { rows: Issue[]; current: boolean } {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pause_ms);
    return () => clearTimeout(timer);
  }, [text]);
  const query = useQuery({ ...issuesQuery(org, settled), enabled });
  return { rows: query.isError ? [] : (query.data ?? []), current: settled === text && !query.isPlaceholderData };
}
