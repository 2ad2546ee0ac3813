import { useQuery } from "@tanstack/react-query";
import { environmentsQuery, projectsQuery } from "~/api/organization";
import { t } from "~/lib/i18n/index";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icon";
import { Menu } from "~/ui/menu";
import { Picker } from "~/ui/picker";
import { phone, useMedia } from "~/ui/use-width";

export interface FilterValues {
  project?: string[] | undefined;
  environment?: string[] | undefined;
  statsPeriod?: string | undefined;
}

interface Props {
  org: string;
  values: FilterValues;
  defaultPeriod: string;
  onChange: (change: FilterValues) => void;
}

const periods = ["1h", "24h", "7d", "14d", "30d", "90d"] as const;
type Period = (typeof periods)[number];

export function periodLabel(period: string): string {
  return periods.includes(period as Period) ? t(`period.${period as Period}`) : period;
}

const toggled = (list: readonly string[], value: string) => {
  const next = list.includes(value) ? list.filter((each) => each !== value) : [...list, value];
  return next.length > 0 ? next : undefined;
};

/** Project, environment, period: one joined group that follows the reader from page to page. */
export function GlobalFilters({ org, values, defaultPeriod, onChange }: Props) {
  const projects = useQuery(projectsQuery(org)).data ?? [];
  const environments = useQuery(environmentsQuery(org)).data ?? [];
  const chosen = values.project ?? [];
  const environment = values.environment ?? [];
  const period = values.statsPeriod ?? defaultPeriod;
  const named = projects.filter((project) => chosen.includes(project.id) || chosen.includes(project.slug)).map((project) => project.slug);
  const small = useMedia(phone);
  const arrow = <Icon name="chevronDown" size={12} />;
  return (
    <div className="filt" role="group" aria-label={t("filter.group")}>
      <Picker
        label={t("filter.project")} multiple selected={chosen} items={projects.map((project) => ({ value: project.id, label: project.slug, ...(project.platform ? { hint: project.platform } : {}) }))}
        onPick={(id) => onChange({ project: toggled(chosen, id) })}
        footer={chosen.length > 0 && <Button tone="ghost" onClick={() => onChange({ project: undefined })}>{t("filter.allProjects")}</Button>}
        trigger={<button type="button"><Icon name="cube" /><span className="ell">{named.length === 0 ? t("filter.projects", { n: projects.length }) : named.join(", ")}</span>{arrow}</button>}
      />
      <Picker
        label={t("filter.environment")} multiple selected={environment} items={environments.map(({ name }) => ({ value: name, label: name || t("filter.noEnvironment") }))}
        onPick={(name) => onChange({ environment: toggled(environment, name) })}
        footer={environment.length > 0 && <Button tone="ghost" onClick={() => onChange({ environment: undefined })}>{t("filter.allEnvironments")}</Button>}
        trigger={<button type="button"><Icon name="layers" /><span className="ell">{environment.length === 0 ? t(small ? "filter.environment" : "filter.allEnvironments") : environment.join(", ")}</span>{arrow}</button>}
      />
      <Menu
        label={t("filter.period")}
        trigger={<button type="button"><Icon name="calendar" /><span>{periodLabel(period)}</span>{arrow}</button>}
        items={periods.map((id) => ({ id, label: periodLabel(id), checked: id === period, onSelect: () => onChange({ statsPeriod: id }) }))}
      />
    </div>
  );
}
