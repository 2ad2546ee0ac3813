/** The search line: finished tokens as chips, one being typed, keys, comparisons and values offered from the data. */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { t } from "~/lib/i18n/index";
import { joinTokens, tokenize, type Token } from "~/lib/query";
import { Kbd } from "~/ui/button";
import { useHotkeys } from "~/ui/hotkeys";
import { Icon } from "~/ui/icon";
import { SearchOffers } from "./search-offers";
import { type Suggestion, useSuggestions } from "./suggestions";
import { type UnknownKey, useUnknownKeys } from "./unknown-keys";

interface Props {
  org: string;
  query: string;
  onQuery: (query: string) => void;
  /** From the server, when it could not read the query. */
  fault: string | null;
  note: string;
  /** Takes the focus when it appears. */
  focused?: boolean;
}

export function SearchBox({ org, query, onQuery, fault, note, focused }: Props) {
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const tokens = tokenize(query);
  const offers = useSuggestions(org, text, open);
  const unknown = useUnknownKeys(org, query);
  useHotkeys({ "/": () => input.current?.focus() });
  useEffect(() => {
    if (focused) input.current?.focus();
  }, [focused]);

  const commit = (typed: string) => {
    setAt(-1);
    setText("");
    setOpen(false);
    onQuery([query, typed.trim()].filter(Boolean).join(" "));
  };
  const without = (gone: Token) => joinTokens(tokens.filter((item) => item !== gone));
  const edit = (item: Token) => {
    onQuery(without(item));
    setText(item.raw);
    setOpen(true);
    input.current?.focus();
  };
  const negate = (item: Token) => onQuery(tokens.map((each) => (each === item ? (each.negated ? each.raw.slice(1) : `!${each.raw}`) : each.raw)).join(" "));
  const accept = (offer: Suggestion) => {
    if (offer.done) return commit(offer.text);
    setAt(-1);
    setText(offer.text);
    setOpen(true);
    input.current?.focus();
  };
  const correct = ({ token, near }: UnknownKey) => near && onQuery(tokens.map((each) => (each.raw === token.raw ? each.raw.replace(token.key ?? "", near) : each.raw)).join(" "));
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const offer = offers[at];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      setOpen(true);
      setAt((old) => (offers.length === 0 ? -1 : (old + step + offers.length) % offers.length));
    } else if ((event.key === "Enter" || event.key === "Tab") && offer) accept(offer);
    else if (event.key === "Tab" && text !== "" && offers[0]) accept(offers[0]);
    else if (event.key === "Enter") commit(text);
    else if (event.key === "Escape") {
      if (open && offers.length > 0) setOpen(false);
      else input.current?.blur();
    } else if (event.key === "Backspace" && text === "" && tokens.length > 0) edit(tokens.at(-1) as Token);
    else return;
    event.preventDefault();
  };
  const shown = open && offers.length > 0;
  return (
    <div className="search-w grow">
      <div className={`searchf ${fault ? "bad" : ""}`} role="search" onClick={(event) => event.target === event.currentTarget && input.current?.focus()} onKeyDown={() => undefined}>
        <Icon name="search" />
        <span className="toks">
          {tokens.map((item, index) => <TokenChip key={`${item.raw}${index}`} item={item} unknown={unknown.some((each) => each.token.raw === item.raw)} onEdit={() => edit(item)} onNegate={() => negate(item)} onRemove={() => onQuery(without(item))} />)}
          <input
            ref={input} role="combobox" aria-label={t("search.label")} aria-expanded={shown} aria-controls={`${id}-l`} aria-autocomplete="list"
            aria-activedescendant={shown && at >= 0 ? `${id}-${at}` : undefined} aria-invalid={fault ? true : undefined} aria-describedby={fault ? `${id}-f` : undefined}
            placeholder={t(tokens.length > 0 ? "search.more" : "search.placeholder")} value={text} spellCheck={false} autoComplete="off" autoCapitalize="none"
            onChange={(event) => { setText(event.target.value); setOpen(true); setAt(-1); }}
            onClick={() => setOpen(true)} onFocus={() => setOpen(true)} onBlur={() => setOpen(false)} onKeyDown={onKeyDown}
          />
        </span>
        <span className="t12 t3 nw note">{note}</span>
        <Kbd>/</Kbd>
      </div>
      {fault && <p id={`${id}-f`} role="alert" className="t12 c-error fault">{fault}</p>}
      {!fault && unknown.map((each) => (
        <p key={each.token.raw} role="status" className="t12 fault c-warn">
          <Icon name="warning" size={12} /> {t("search.unknown", { key: each.token.key ?? "" })} {each.near && <>{t("search.mean")} <button type="button" className="link mono" onClick={() => correct(each)}>{each.near}</button>?</>}
        </p>
      ))}
      <SearchOffers id={id} offers={offers} at={at} shown={shown} onAccept={accept} />
    </div>
  );
}

interface ChipProps {
  item: Token;
  unknown: boolean;
  onEdit: () => void;
  onNegate: () => void;
  onRemove: () => void;
}

function TokenChip({ item, unknown, onEdit, onNegate, onRemove }: ChipProps) {
  return (
    <span className={`tok ${item.negated ? "neg" : ""} ${unknown ? "unk" : ""}`}>
      {item.key !== null && <button type="button" className="tn" aria-pressed={item.negated} aria-label={t("search.negate", { what: item.raw })} title={t(item.negated ? "operator.is" : "operator.not")} onClick={onNegate}>{item.negated ? "!" : "="}</button>}
      <button type="button" className="te" onClick={onEdit} title={t("search.edit")}>
        {item.key !== null && <span className="k">{item.key}:</span>}
        <span className="v">{item.value}</span>
      </button>
      <button type="button" className="x" aria-label={t("search.remove", { what: item.raw })} onClick={onRemove}><Icon name="x" size={12} /></button>
    </span>
  );
}
