import { t } from "~/lib/i18n/index";
import { Icon } from "~/ui/icon";
import type { Sort } from "./search";

interface Props {
  allChecked: boolean;
  onCheckAll: () => void;
  periodLabel: string;
  chart: "24h" | undefined;
  onChart: (chart: "24h" | undefined) => void;
  sort: Sort;
  onSort: (sort: Sort) => void;
}

/** Names of the columns; those that order the list are buttons, and so is the span of the small charts. */
export function ListHead({ allChecked, onCheckAll, periodLabel, chart, onChart, sort, onSort }: Props) {
  const button = (id: Sort, label: string) => (
    <button type="button" className={sort === id ? "on" : ""} onClick={() => onSort(id)}>{label}{sort === id && <Icon name="chevronDown" size={12} />}</button>
  );
  const order = (...ids: Sort[]) => (ids.includes(sort) ? "descending" : "none");
  return (
    <div className="ir head" role="row" aria-rowindex={1}>
      <span role="columnheader">
        <button type="button" role="checkbox" aria-checked={allChecked} aria-label={t("row.selectAll")} className={`ck ${allChecked ? "on" : ""}`} onClick={onCheckAll}>{allChecked && <Icon name="check" size={12} />}</button>
      </span>
      <span role="columnheader"><span className="sr">{t("col.level")}</span></span>
      <span role="columnheader"><span className="sr">{t("col.state")}</span></span>
      <span role="columnheader">{t("col.issue")}</span>
      <span role="columnheader" className="cu-h">{t("col.where")}</span>
      <span role="columnheader" className="id-h">{t("col.id")}</span>
      <span role="columnheader" className="ch-h">
        <button type="button" className={chart === undefined ? "on" : ""} aria-pressed={chart === undefined} onClick={() => onChart(undefined)}>{periodLabel}</button>
        <span>/</span>
        <button type="button" className={chart === "24h" ? "on" : ""} aria-pressed={chart === "24h"} onClick={() => onChart("24h")}>{t("chart.day")}</button>
      </span>
      <span role="columnheader" className="num" aria-sort={order("freq")}>{button("freq", t("col.events"))}</span>
      <span role="columnheader" className="num" aria-sort={order("user")}>{button("user", t("col.users"))}</span>
      <span role="columnheader" className="num" aria-sort={order("date", "new")}>{button("date", t("col.last"))}<span>/</span>{button("new", t("col.age"))}</span>
      <span role="columnheader" aria-sort={order("priority")}>{button("priority", t("col.priority"))}</span>
      <span role="columnheader"><span className="sr">{t("col.assignee")}</span></span>
    </div>
  );
}
