import { t } from "~/lib/i18n/index";
import { Button } from "~/ui/button";
import { Menu } from "~/ui/menu";
import { type Sort, sorts } from "./search";

export function SortMenu({ sort, onSort }: { sort: Sort; onSort: (sort: Sort) => void }) {
  return (
    <Menu
      label={t("sort.label")}
      align="end"
      trigger={<Button tone="ghost" icon="filter" className="sort">{t(`sort.${sort}`)}</Button>}
      items={sorts.map((id) => ({ id, label: t(`sort.${id}`), checked: id === sort, onSelect: () => onSort(id) }))}
    />
  );
}
