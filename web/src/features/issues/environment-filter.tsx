import { useQuery } from "@tanstack/react-query";
import { t } from "~/lib/i18n/index";
import { exactNumber } from "~/lib/number";
import { Button } from "~/ui/button";
import { Picker } from "~/ui/picker";
import type { TabPlace } from "./issue-tabs";
import { issueTagsQuery } from "./queries";

/** Which environments' events are shown, of those the issue was met in. */
export function EnvironmentFilter({ org, issue, view, onView }: TabPlace) {
  const values = useQuery(issueTagsQuery(org, issue.id)).data?.find((tag) => tag.key === "environment")?.topValues ?? [];
  const chosen = view.environment ?? [];
  if (values.length < 2 && chosen.length === 0) return null;
  const names = [...new Set([...values.map((each) => each.value ?? ""), ...chosen])];
  const toggle = (name: string) => {
    const next = chosen.includes(name) ? chosen.filter((each) => each !== name) : [...chosen, name];
    onView({ environment: next.length > 0 ? next : undefined, event: undefined });
  };
  const label = chosen.length === 0 ? t("filter.allEnvironments") : chosen.map((name) => name || t("filter.noEnvironment")).join(", ");
  return (
    <Picker
      label={t("filter.environment")} align="end" multiple selected={chosen} onPick={toggle}
      items={names.map((name) => ({ value: name, label: name || t("filter.noEnvironment"), hint: exactNumber(values.find((each) => each.value === name)?.count) }))}
      trigger={<Button icon="filter" aria-label={`${t("filter.environment")}: ${label}`} className={chosen.length > 0 ? "on-f" : ""}><span className="ell">{label}</span></Button>}
    />
  );
}
