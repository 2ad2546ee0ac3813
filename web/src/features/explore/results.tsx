import { Link } from "@tanstack/react-router";
import { t } from "~/lib/i18n/index";
import { Icon } from "~/ui/icon";
import { Wide } from "~/ui/wide";
import { Cell, isNumeric } from "./cell";
import type { Row, Table } from "./queries";
import { columnsOf, drill, type ExploreSearch, isEvents, isSortable, sortOf } from "./search";

interface Props {
  org: string;
  search: ExploreSearch;
  table: Table;
  onSort: (sort: string) => void;
}

/** The table: a row of a group leads to its events, a row of an event to the event. */
export function Results({ org, search, table, onSort }: Props) {
  const columns = columnsOf(search);
  const sort = sortOf(search);
  const typeOf = (column: string) => table.meta.fields[column] ?? "string";
  return (
    <Wide label={t("explore.results")} card>
      <table className="t xp-t">
        <thead>
          <tr>
            <th><span className="sr">{t("explore.open")}</span></th>
            {columns.map((column) => (
              <Head key={column} column={column} numeric={isNumeric(typeOf(column))} sort={sort} sortable={isSortable(search, column)} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {table.data.map((row, index) => (
            <tr key={isEvents(search) ? String(row["id"]) : index} data-xp-row="">
              <td className="xp-go"><Lead org={org} search={search} row={row} /></td>
              {columns.map((column) => (
                <td key={column} className={isNumeric(typeOf(column)) ? "r" : "xp-c ell"}><Cell org={org} row={row} column={column} type={typeOf(column)} /></td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

interface HeadProps {
  column: string;
  numeric: boolean;
  sort: string;
  sortable: boolean;
  onSort: (sort: string) => void;
}

function Head({ column, numeric, sort, sortable, onSort }: HeadProps) {
  const current = sort.replace(/^-/, "") === column;
  const descending = sort.startsWith("-");
  const order = current ? (descending ? "descending" : "ascending") : "none";
  return (
    <th className={numeric ? "r" : ""} {...(sortable ? { "aria-sort": order } : {})}>
      {sortable ? (
        <button type="button" className={`xp-h mono ${current ? "c-1" : ""}`} onClick={() => onSort(current && descending ? column : `-${column}`)}>
          {column}
          {current && <Icon name={descending ? "chevronDown" : "up"} size={12} />}
        </button>
      ) : <span className="mono">{column}</span>}
    </th>
  );
}

function Lead({ org, search, row }: { org: string; search: ExploreSearch; row: Row }) {
  if (isEvents(search)) {
    const id = String(row["id"] ?? "");
    const issueId = row["issue"];
    // An issue that was deleted leaves events without one until they are erased.
    if (typeof issueId !== "string") return null;
    return <Link to="/organizations/$org/issues/$issueId/events/$eventId" params={{ org, issueId, eventId: id }} aria-label={t("explore.event", { id: id.slice(0, 8) })} title={id} className="btn ghost icon"><Icon name="chevronRight" /></Link>;
  }
  const query = drill(search, row);
  const { group: _group, show: _show, sort: _sort, chart: _chart, ...rest } = search;
  return <Link to="/organizations/$org/explore" params={{ org }} search={{ ...rest, mode: "events", query }} aria-label={t("explore.drill", { query })} title={t("explore.drill", { query })} className="btn ghost icon"><Icon name="search" /></Link>;
}
