import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { environmentsQuery, projectsQuery } from "~/api/organization";
import type { Filters } from "~/lib/filters";
import { t } from "~/lib/i18n/index";
import { Button } from "~/ui/button";
import { useHotkeys } from "~/ui/hotkeys";
import { Icon } from "~/ui/icon";
import { Picker } from "~/ui/picker";
import { phone, useMedia } from "~/ui/use-width";
import { PeriodPicker } from "./period-picker";

interface Props {
  org: string;
  values: Filters;
  onChange: (change: Filters) => void;
}

const toggled = (list: readonly string[], value: string) => {
  const next = list.includes(value) ? list.filter((each) => each !== value) : [...list, value];
  return next.length > 0 ? next : undefined;
};

/** The chosen ones by name, or how many when they are many. */
const named = (names: readonly string[]) => (names.length > 2 ? `${names[0]}, +${names.length - 1}` : names.join(", "));

/** Project, environment, period: one joined group that follows the reader from page to page. */
export function GlobalFilters({ org, values, onChange }: Props) {
  const [open, setOpen] = useState<"project" | "period" | null>(null);
  const projects = useQuery(projectsQuery(org)).data ?? [];
  const environments = useQuery(environmentsQuery(org)).data ?? [];
  const chosen = values.project ?? [];
  const environment = values.environment ?? [];
  const slugs = projects.filter((project) => chosen.includes(project.id) || chosen.includes(project.slug)).map((project) => project.slug);
  const small = useMedia(phone);
  const arrow = <Icon name="chevronDown" size={12} />;
  useHotkeys({ "Shift+f": () => setOpen("project"), "Shift+t": () => setOpen("period") });
  const all = t(small ? "filter.allShort" : "filter.projects", { n: projects.length });
  return (
    <div className="filt" role="group" aria-label={t("filter.group")}>
      <Picker
        label={t("filter.project")} multiple selected={chosen} open={open === "project"} onOpenChange={(next) => setOpen(next ? "project" : null)}
        items={projects.map((project) => ({ value: project.id, label: project.slug, ...(project.platform ? { hint: project.platform } : {}) }))}
        onPick={(id) => onChange({ project: toggled(chosen, id) })}
        footer={chosen.length > 0 && <Button tone="ghost" onClick={() => onChange({ project: undefined })}>{t("filter.allProjects")}</Button>}
        trigger={<button type="button" className={chosen.length > 0 ? "narrow" : ""}><Icon name="cube" /><span className="ell">{slugs.length === 0 ? all : named(slugs)}</span>{arrow}</button>}
      />
      <Picker
        label={t("filter.environment")} multiple selected={environment} items={environments.map(({ name }) => ({ value: name, label: name || t("filter.noEnvironment") }))}
        onPick={(name) => onChange({ environment: toggled(environment, name) })}
        footer={environment.length > 0 && <Button tone="ghost" onClick={() => onChange({ environment: undefined })}>{t("filter.allEnvironments")}</Button>}
        trigger={<button type="button" className={environment.length > 0 ? "narrow" : ""}><Icon name="layers" /><span className="ell">{environment.length === 0 ? t(small ? "filter.environment" : "filter.allEnvironments") : named(environment)}</span>{arrow}</button>}
      />
      <PeriodPicker values={values} onChange={onChange} open={open === "period"} onOpenChange={(next) => setOpen(next ? "period" : null)} />
    </div>
  );
}
