import { useState } from "react";
import { t } from "~/lib/i18n/index";
import { tokenize } from "~/lib/query";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Icon } from "~/ui/icon";
import { DisplayChoices } from "./display-menu";
import { default_query, type IssueSearch } from "./search";

interface Props {
  search: IssueSearch;
  onSearch: (change: Partial<IssueSearch>) => void;
  onSave: () => void;
}

/** On a phone, all that orders and narrows the list, in one sheet. */
export function FilterSheet({ search, onSearch, onSave }: Props) {
  const [open, setOpen] = useState(false);
  const tokens = tokenize(search.query ?? default_query);
  return (
    <>
      <button type="button" className="sheet-b" onClick={() => setOpen(true)} aria-label={t("sheet.open", { n: tokens.length })}>
        <Icon name="filter" />{tokens.length}
      </button>
      <Dialog open={open} onOpenChange={setOpen} title={t("sheet.title")}>
        <div className="sheet">
          <p className="lab">{t("sheet.search")}</p>
          <ul className="row-f wrap-f">
            {tokens.map((item, index) => (
              <li key={`${item.raw}${index}`} className={`tok ${item.negated ? "neg" : ""}`}>
                <span className="v">{item.raw}</span>
                <button type="button" className="x" aria-label={t("search.remove", { what: item.raw })} onClick={() => onSearch({ query: tokens.filter((each) => each !== item).map((each) => each.raw).join(" ") })}><Icon name="x" size={12} /></button>
              </li>
            ))}
            {tokens.length === 0 && <li className="t3">{t("sheet.all")}</li>}
          </ul>
          <DisplayChoices search={search} onSearch={onSearch} small />
          <div className="row-f end">
            <Button icon="star" onClick={() => { setOpen(false); onSave(); }}>{t("view.save")}</Button>
            <Button tone="pri" onClick={() => setOpen(false)}>{t("done")}</Button>
          </div>
        </div>
      </Dialog>
    </>
  );
}
