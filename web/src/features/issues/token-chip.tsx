/** One finished filter of the search line: its sign, its text, its cross. The arrows walk from one to the next. */
import type { KeyboardEvent } from "react";
import { t } from "~/lib/i18n/index";
import type { Token } from "~/lib/query";
import { Icon } from "~/ui/icon";

interface Props {
  item: Token;
  at: number;
  unknown: boolean;
  /** The server stumbled over this one. */
  bad: boolean;
  onEdit: () => void;
  onNegate: () => void;
  onRemove: () => void;
}

/** The filter before or after, or the line that is typed in. */
function walk(event: KeyboardEvent<HTMLElement>, step: 1 | -1): void {
  const stops = [...(event.currentTarget.closest(".toks")?.querySelectorAll<HTMLElement>(".te, input") ?? [])];
  stops[stops.indexOf(event.currentTarget) + step]?.focus();
}

export function TokenChip({ item, at, unknown, bad, onEdit, onNegate, onRemove }: Props) {
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === "ArrowLeft") walk(event, -1);
    else if (event.key === "ArrowRight") walk(event, 1);
    else if (event.key === "Backspace" || event.key === "Delete") {
      event.currentTarget.closest(".toks")?.querySelector("input")?.focus();
      onRemove();
    } else return;
    event.preventDefault();
  };
  return (
    <span className={`tok ${item.negated ? "neg" : ""} ${unknown ? "unk" : ""} ${bad ? "err" : ""}`} data-tok={at}>
      {item.key !== null && <button type="button" className="tn" aria-pressed={item.negated} aria-label={t("search.negate", { what: item.raw })} title={t(item.negated ? "operator.is" : "operator.not")} onClick={onNegate}>{item.negated ? "!" : "="}</button>}
      <button type="button" className="te" aria-haspopup={item.key === null ? undefined : "dialog"} onClick={onEdit} onKeyDown={onKeyDown} title={t("search.edit")}>
        {item.key !== null && <span className="k">{item.key}:</span>}
        <span className="v">{item.value}</span>
      </button>
      <button type="button" className="x" aria-label={t("search.remove", { what: item.raw })} onClick={onRemove}><Icon name="x" size={12} /></button>
    </span>
  );
}
