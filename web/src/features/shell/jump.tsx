import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { get } from "~/api/http";
import { projectsQuery } from "~/api/organization";
import { t } from "~/lib/i18n/index";
import { Dialog } from "~/ui/dialog";
import { Icon } from "~/ui/icon";
import type { IconName } from "~/ui/icon-paths";
import { PickerList } from "~/ui/picker";
import { setTheme } from "~/ui/theme";

interface Entry {
  id: string;
  label: string;
  icon: IconName;
  hint?: string;
  run: () => void;
}

const latest_rows = 8;

/** Go anywhere by name: pages, projects, the newest issues. */
export function Jump({ org, onClose, onKeys }: { org: string; onClose: () => void; onKeys: () => void }) {
  const navigate = useNavigate();
  const projects = useQuery(projectsQuery(org)).data ?? [];
  const issues = useQuery({
    queryKey: ["jump-issues", org],
    queryFn: ({ signal }) => get<Array<{ id: string; shortId: string; title: string }>>(`/api/0/organizations/${encodeURIComponent(org)}/issues/`, { query: "is:unresolved", limit: latest_rows, collapse: "stats" }, signal),
    staleTime: 30_000,
  }).data;
  const [open, setOpen] = useState(true);
  const close = () => {
    setOpen(false);
    onClose();
  };
  const params = { org };
  const entries: Entry[] = [
    { id: "issues", label: t("issues"), icon: "inbox", run: () => void navigate({ to: "/organizations/$org/issues", params }) },
    ...(issues ?? []).map((issue): Entry => ({ id: issue.id, label: issue.title, hint: issue.shortId, icon: "bug", run: () => void navigate({ to: "/organizations/$org/issues/$issueId", params: { org, issueId: issue.id } }) })),
    ...projects.map((project): Entry => ({ id: `p${project.id}`, label: t("jump.project", { name: project.slug }), icon: "cube", run: () => void navigate({ to: "/organizations/$org/issues", params, search: { project: [project.id] } }) })),
    ...projects.map((project): Entry => ({ id: `k${project.id}`, label: t("jump.keys", { name: project.slug }), icon: "key", run: () => void navigate({ to: "/organizations/$org/settings/projects/$project/keys", params: { org, project: project.slug } }) })),
    { id: "new", label: t("project.create"), icon: "plus", run: () => void navigate({ to: "/organizations/$org/projects/new", params }) },
    { id: "tokens", label: t("tokens.title"), icon: "key", run: () => void navigate({ to: "/organizations/$org/settings/tokens", params }) },
    { id: "system", label: t("system.title"), icon: "bars", run: () => void navigate({ to: "/organizations/$org/system", params }) },
    { id: "light", label: t("theme.light"), icon: "sun", run: () => setTheme("light") },
    { id: "dark", label: t("theme.dark"), icon: "moon", run: () => setTheme("dark") },
    { id: "keys", label: t("keys.title"), icon: "terminal", hint: "?", run: onKeys },
  ];
  return (
    <Dialog open={open} onOpenChange={(next) => !next && close()} title={t("shell.jump")}>
      <div className="jump-l">
        <PickerList
          label={t("jump.label")} selected={[]} close={close}
          items={entries.map((entry) => ({ value: entry.id, label: entry.label, lead: <Icon name={entry.icon} />, ...(entry.hint ? { hint: entry.hint } : {}) }))}
          onPick={(id) => {
            close();
            entries.find((entry) => entry.id === id)?.run();
          }}
        />
      </div>
    </Dialog>
  );
}
