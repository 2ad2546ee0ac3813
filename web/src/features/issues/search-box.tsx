/** The search line: finished tokens as chips, one being typed, keys, comparisons and values offered from the data. */
import { type KeyboardEvent, lazy, Suspense, useEffect, useId, useRef, useState } from "react";
import { t } from "~/lib/i18n/index";
import { joinTokens, tokenize, type Token } from "~/lib/query";
import { Button, IconButton, Kbd } from "~/ui/button";
import { useHotkeys } from "~/ui/hotkeys";
import { Icon } from "~/ui/icon";
import { faultyToken, type SearchFault } from "./search-fault";
import { SearchOffers } from "./search-offers";
import { SearchText } from "./search-text";
import { type Suggestion, useSuggestions } from "./suggestions";
import { TokenChip } from "./token-chip";
import { type UnknownKey, useUnknownKeys } from "./unknown-keys";

const FilterBuilder = lazy(() => import("./filter-builder"));

interface Props {
  org: string;
  query: string;
  onQuery: (query: string) => void;
  /** From the server, when it could not read the query. */
  fault: SearchFault | null;
  note: string;
  /** Takes the focus when it appears. */
  focused?: boolean;
}

export function SearchBox({ org, query, onQuery, fault, note, focused }: Props) {
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const [whole, setWhole] = useState(false);
  // The filters as they were when the builder opened, and which of them it is for.
  const [building, setBuilding] = useState<{ raws: string[]; at: number } | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLDivElement>(null);
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
  const write = (raw: string) => {
    setText(raw);
    setOpen(true);
    input.current?.focus();
  };
  const build = (index: number) => {
    setOpen(false);
    setBuilding({ raws: tokens.map((each) => each.raw), at: index });
  };
  const edit = (item: Token) => {
    if (item.key !== null) return build(tokens.indexOf(item));
    onQuery(without(item));
    write(item.raw);
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
    } else if (event.key === "Backspace" && text === "" && tokens.length > 0) onQuery(joinTokens(tokens.slice(0, -1)));
    else if (event.key === "ArrowLeft" && text === "" && tokens.length > 0) [...(box.current?.querySelectorAll<HTMLElement>(".te") ?? [])].at(-1)?.focus();
    else return;
    event.preventDefault();
  };
  const shown = open && offers.length > 0;
  const bad = faultyToken(query, tokens, fault);
  return (
    <div className="search-w grow">
      <div ref={box} className={`searchf ${fault ? "bad" : ""}`} role="search" onClick={(event) => event.target === event.currentTarget && input.current?.focus()} onKeyDown={() => undefined}>
        <Icon name="search" />
        <span className="toks">
          {whole ? <SearchText query={query} fault={fault} onDone={(next) => { setWhole(false); onQuery(next); }} onCancel={() => setWhole(false)} /> : (
            <>
              {tokens.map((item, index) => <TokenChip key={index} item={item} at={index} unknown={unknown.some((each) => each.token.raw === item.raw)} bad={index === bad} onEdit={() => edit(item)} onNegate={() => negate(item)} onRemove={() => onQuery(without(item))} />)}
              <input
                ref={input} role="combobox" aria-label={t("search.label")} aria-expanded={shown} aria-controls={`${id}-l`} aria-autocomplete="list"
                aria-activedescendant={shown && at >= 0 ? `${id}-${at}` : undefined} aria-invalid={fault ? true : undefined} aria-describedby={fault ? `${id}-f` : undefined}
                placeholder={t(tokens.length > 0 ? "search.more" : "search.placeholder")} value={text} spellCheck={false} autoComplete="off" autoCapitalize="none"
                onChange={(event) => { setText(event.target.value); setOpen(true); setAt(-1); }}
                onClick={() => setOpen(true)} onFocus={() => setOpen(true)} onBlur={() => setOpen(false)} onKeyDown={onKeyDown}
              />
            </>
          )}
        </span>
        <span className="t12 t3 nw note">{note}</span>
        {!whole && <Button tone="ghost" icon="plus" className="fb-add" aria-haspopup="dialog" aria-label={t("builder.add")} onClick={() => build(tokens.length)}><span className="hide-s">{t("builder.filter")}</span></Button>}
        <IconButton icon={whole ? "filter" : "pencil"} className="fb-text" label={t(whole ? "search.asFilters" : "search.asText")} aria-pressed={whole} onMouseDown={(event) => event.preventDefault()} onClick={() => setWhole(!whole)} />
        <Kbd>/</Kbd>
      </div>
      {fault && <p id={`${id}-f`} role="alert" className="t12 c-error fault">{fault.text}</p>}
      {!fault && unknown.map((each) => (
        <p key={each.token.raw} role="status" className="t12 fault c-warn">
          <Icon name="warning" size={12} /> {t("search.unknown", { key: each.token.key ?? "" })} {each.near && <>{t("search.mean")} <button type="button" className="link mono" onClick={() => correct(each)}>{each.near}</button>?</>}
        </p>
      ))}
      <SearchOffers id={id} offers={offers} at={at} shown={shown} onAccept={accept} />
      {building && (
        <Suspense>
          <FilterBuilder
            org={org} raws={building.raws} at={building.at} anchor={() => box.current?.querySelector(`[data-tok="${building.at}"]`) ?? box.current?.querySelector(".fb-add") ?? null}
            onRaws={(raws) => onQuery(raws.join(" "))} onText={write} onClose={() => setBuilding(null)}
          />
        </Suspense>
      )}
    </div>
  );
}
