/** The search line: finished tokens as chips, one being typed, keys and values offered from the data. */
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { t } from "~/lib/i18n/index";
import { joinTokens, tokenize, type Token } from "~/lib/query";
import { Kbd } from "~/ui/button";
import { Icon } from "~/ui/icon";
import { useHotkeys } from "~/ui/hotkeys";
import { type Suggestion, useSuggestions } from "./suggestions";

interface Props {
  org: string;
  query: string;
  onQuery: (query: string) => void;
  /** From the server, when it could not read the query. */
  fault: string | null;
  note: string;
}

export function SearchBox({ org, query, onQuery, fault, note }: Props) {
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const tokens = tokenize(query);
  const offers = useSuggestions(org, text, open);
  useHotkeys({ "/": () => input.current?.focus() });

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
    input.current?.focus();
  };
  const accept = (offer: Suggestion) => {
    if (offer.done) return commit(offer.text);
    setAt(-1);
    setText(offer.text);
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const offer = offers[at];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      setOpen(true);
      setAt((old) => (offers.length === 0 ? -1 : (old + step + offers.length) % offers.length));
    } else if ((event.key === "Enter" || event.key === "Tab") && offer) accept(offer);
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
          {tokens.map((item, index) => <Chip key={`${item.raw}${index}`} item={item} onEdit={() => edit(item)} onRemove={() => onQuery(without(item))} />)}
          <input
            ref={input} role="combobox" aria-label={t("search.label")} aria-expanded={shown} aria-controls={`${id}-l`} aria-autocomplete="list"
            aria-activedescendant={shown && at >= 0 ? `${id}-${at}` : undefined} aria-invalid={fault ? true : undefined} aria-describedby={fault ? `${id}-f` : undefined}
            placeholder={t(tokens.length > 0 ? "search.more" : "search.placeholder")} value={text} spellCheck={false} autoComplete="off" autoCapitalize="none"
            onChange={(event) => { setText(event.target.value); setOpen(true); setAt(-1); }}
            onFocus={() => setOpen(true)} onBlur={() => setOpen(false)} onKeyDown={onKeyDown}
          />
        </span>
        <span className="t12 t3 nw note">{note}</span>
        <Kbd>/</Kbd>
      </div>
      {fault && <p id={`${id}-f`} role="alert" className="t12 c-error fault">{fault}</p>}
      <div id={`${id}-l`} role="listbox" aria-label={t("search.offers")} className="pop offers" hidden={!shown}>
        {offers.map((offer, index) => (
          <div key={offer.text} id={`${id}-${index}`} role="option" tabIndex={-1} aria-selected={index === at} className={`mi ${index === at ? "on" : ""}`} onMouseDown={(event) => { event.preventDefault(); accept(offer); }}>
            <span className="mono ell grow">{offer.text}</span>
            <span className="t3 t12 nw">{offer.hint}</span>
          </div>
        ))}
      </div>
    </div>
  );
}

function Chip({ item, onEdit, onRemove }: { item: Token; onEdit: () => void; onRemove: () => void }) {
  return (
    <span className={`tok ${item.negated ? "neg" : ""}`}>
      <button type="button" className="te" onClick={onEdit} title={t("search.edit")}>
        {item.key !== null && <span className="k">{item.negated ? "!" : ""}{item.key}:</span>}
        <span className="v">{item.value}</span>
      </button>
      <button type="button" className="x" aria-label={t("search.remove", { what: item.raw })} onClick={onRemove}><Icon name="x" size={12} /></button>
    </span>
  );
}
