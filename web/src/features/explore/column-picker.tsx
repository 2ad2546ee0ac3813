/** Chips of what is chosen, and a list to choose more from; what is typed and not in the list can be taken too. */
import { useQuery } from "@tanstack/react-query";
import { t } from "~/lib/i18n/index";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icon";
import { Picker } from "~/ui/picker";
import { attributesQuery } from "./queries";
import { functions, most_columns } from "./search";

interface Props {
  org: string;
  label: string;
  kind: "fields" | "groups" | "functions";
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  /** One must stay. */
  required?: boolean;
}

const fixed = { fields: ["id", "title", "issue", "project", "timestamp"], groups: ["title", "issue", "project", "timestamp.to_day", "timestamp.to_hour"] } as const;
const not_grouped = new Set(["message", "error.value", "trace", "span", "received", "title"]);

export function ColumnPicker({ org, label, kind, chosen, onChange, required = false }: Props) {
  const attributes = useQuery(attributesQuery(org)).data ?? [];
  const names = kind === "functions" ? [...functions] : [...fixed[kind], ...attributes.map((each) => each.key).filter((key) => kind === "fields" || !not_grouped.has(key))];
  const all = [...new Set([...names, ...chosen])];
  const toggle = (name: string) => {
    const next = chosen.includes(name) ? chosen.filter((each) => each !== name) : [...chosen, name];
    if (next.length <= most_columns && (next.length > 0 || !required)) onChange(next);
  };
  const isLast = required && chosen.length === 1;
  return (
    <div className="row-f xp-p" role="group" aria-label={label}>
      <span className="lab">{label}</span>
      {chosen.map((name) => (
        <span key={name} className="tok">
          <span className="v mono">{name}</span>
          <button type="button" className="x" aria-label={t("explore.remove", { name })} aria-disabled={isLast || undefined} onClick={() => !isLast && toggle(name)}><Icon name="x" size={12} /></button>
        </span>
      ))}
      <Picker
        label={t("explore.add", { what: label })} multiple selected={chosen} items={all.map((name) => ({ value: name, label: name }))} onPick={toggle}
        trigger={<Button tone="ghost" icon="plus" aria-label={t("explore.add", { what: label })}>{t("explore.addShort")}</Button>}
      />
    </div>
  );
}
