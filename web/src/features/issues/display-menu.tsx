import { Popover } from "@base-ui/react/popover";
import { t } from "~/lib/i18n/index";
import { useStore } from "~/lib/store";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icon";
import { Menu } from "~/ui/menu";
import { Seg } from "~/ui/seg";
import { densities, density, setDensity } from "~/ui/density";
import { type Grouping, groupingOf, groupings, type IssueSearch, type Sort, sortOf, sorts } from "./search";

interface Props {
  search: IssueSearch;
  onSearch: (change: Partial<IssueSearch>) => void;
}

export function GroupMenu({ search, onSearch }: Props) {
  const by = groupingOf(search);
  return (
    <Menu
      label={t("group.label")}
      align="end"
      trigger={<Button tone="ghost" icon="layers" className="sort">{t(`group.by.${by}`)}<Icon name="chevronDown" size={12} /></Button>}
      items={groupings.map((id) => ({ id, label: t(`group.by.${id}`), checked: id === by, onSelect: () => onSearch({ group: id }) }))}
    />
  );
}

/** Order, span of the small charts, density. */
export function DisplayMenu({ search, onSearch }: Props) {
  return (
    <Popover.Root>
      <Popover.Trigger render={<Button tone="ghost" icon="sliders" className="sort">{t("display")}</Button>} />
      <Popover.Portal>
        <Popover.Positioner className="pos" align="end" sideOffset={4} collisionPadding={8}>
          <Popover.Popup className="pop disp" aria-label={t("display")}>
            <DisplayChoices search={search} onSearch={onSearch} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

export function DisplayChoices({ search, onSearch, small }: Props & { small?: boolean }) {
  const close = useStore(density);
  return (
    <div className="disp-l">
      <Choice<Sort> label={t("sort.label")} value={sortOf(search)} options={sorts.map((id) => ({ value: id, label: t(`sort.${id}`) }))} onChange={(sort) => onSearch({ sort })} />
      {small && <Choice<Grouping> label={t("group.label")} value={groupingOf(search)} options={groupings.map((id) => ({ value: id, label: t(`group.by.${id}`) }))} onChange={(group) => onSearch({ group })} />}
      <div className="disp-r">
        <span className="lab">{t("display.charts")}</span>
        <Seg label={t("display.charts")} value={search.chart ?? "period"} options={[{ value: "period", label: t("chart.period") }, { value: "24h", label: t("chart.day") }]} onChange={(chart) => onSearch({ chart: chart === "24h" ? "24h" : undefined })} />
      </div>
      {!small && (
        <div className="disp-r">
          <span className="lab">{t("density")}</span>
          <Seg label={t("density")} value={close} options={densities.map((id) => ({ value: id, label: t(`density.${id}`) }))} onChange={setDensity} />
        </div>
      )}
    </div>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  options: ReadonlyArray<{ value: T; label: string }>;
  onChange: (value: T) => void;
}

function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  return (
    <div role="radiogroup" aria-label={label} className="disp-c">
      <span className="lab">{label}</span>
      {options.map((option) => (
        <button key={option.value} type="button" role="radio" aria-checked={option.value === value} className="mi" onClick={() => onChange(option.value)}>
          <span className="grow">{option.label}</span>
          {option.value === value && <Icon name="check" className="c-accent" />}
        </button>
      ))}
    </div>
  );
}
