/** Everything by name: what can be done to the object in focus, issues, places, people, the search itself. */
import { Dialog } from "@base-ui/react/dialog";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { t } from "~/lib/i18n/index";
import { focusedObject } from "~/ui/commands";
import { Icon } from "~/ui/icon";
import { Keys } from "~/ui/keys";
import { moved } from "~/ui/picker";
import { usePaletteEntries } from "./palette-entries";
import { marked, type PaletteEntry, type PaletteGroup } from "./palette-match";

interface Props {
  org: string;
  onClose: () => void;
  onKeys: () => void;
}

export function Palette({ org, onClose, onKeys }: Props) {
  const [focused] = useState(focusedObject);
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const groups = usePaletteEntries({ org, text, focused, onKeys });
  const flat = groups.flatMap((group) => group.entries);
  const active = Math.min(at, flat.length - 1);
  // In braces: newer browsers answer a promise, which React would take for the clean-up.
  useEffect(() => {
    void list.current?.querySelector(`[data-at="${active}"]`)?.scrollIntoView({ block: "nearest" });
  }, [active]);
  const run = (entry: PaletteEntry | undefined) => {
    if (!entry) return;
    if (entry.prefix !== undefined) {
      setText(entry.prefix);
      setAt(0);
      return;
    }
    onClose();
    // After the palette has given the focus back, so that what opens can take it.
    requestAnimationFrame(() => entry.run());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const ctrl = event.ctrlKey || event.metaKey;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") setAt((active + (event.key === "ArrowDown" ? 1 : -1) + flat.length) % Math.max(1, flat.length));
    else if (event.key === "Enter") run(ctrl ? flat.find((entry) => entry.id === "search") : flat[active]);
    else if (event.key === "Tab" && flat[active]?.more) setText(flat[active]?.more ?? "");
    else if (event.key === "Home" && ctrl) setAt(0);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="dlg pal" aria-label={t("palette.title")}>
          <div className="pal-q">
            <Icon name="search" size={16} />
            <input
              autoFocus role="combobox" aria-expanded="true" aria-controls={`${id}-l`} aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined} aria-label={t("palette.label")} placeholder={t("palette.label")}
              value={text} spellCheck={false} autoComplete="off" onChange={(event) => { setText(event.target.value); setAt(0); }} onKeyDown={onKeyDown}
            />
            {focused && <span className="tok"><span className="v">{focused.subject}</span></span>}
            <kbd aria-hidden="true">Esc</kbd>
          </div>
          <div role="listbox" id={`${id}-l`} aria-label={t("palette.title")} className="pal-l" ref={list}>
            {groups.map((group) => <Group key={group.id} group={group} first={flat.indexOf(group.entries[0] as PaletteEntry)} active={active} id={id} words={text} onHover={setAt} onRun={run} />)}
            {flat.length === 0 && <p className="t3 pk-e">{t("picker.nothing")}</p>}
          </div>
          <div className="pal-f t12" aria-hidden="true">
            <Keys keys={["↑", "↓"]} /> {t("hint.move")} <Keys keys={["↵"]} /> {t("palette.do")} <Keys keys={["Tab"]} /> {t("palette.more")}
            <span className="grow" />
            <Keys keys={[">"]} /> {t("palette.actions")} <Keys keys={["#"]} /> {t("palette.issues")} <Keys keys={["@"]} /> {t("palette.people")} <Keys keys={["?"]} /> {t("palette.help")}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface GroupProps {
  group: PaletteGroup;
  first: number;
  active: number;
  id: string;
  words: string;
  onHover: (at: number) => void;
  onRun: (entry: PaletteEntry) => void;
}

function Group({ group, first, active, id, words, onHover, onRun }: GroupProps) {
  return (
    <div role="group" aria-labelledby={`${id}-${group.id}`}>
      <div className="lab pal-h" id={`${id}-${group.id}`}>{group.title}</div>
      {group.entries.map((entry, index) => {
        const at = first + index;
        return (
          <div key={entry.id} id={`${id}-${at}`} data-at={at} role="option" tabIndex={-1} aria-selected={at === active} className={`mi ${at === active ? "on" : ""}`} onMouseMove={(event) => moved(event) && onHover(at)} onClick={() => onRun(entry)} onKeyDown={() => undefined}>
            {entry.lead ?? <Icon name={entry.icon} />}
            <span className="ell grow">{marked(entry.label, words).map((part, i) => (part.hit ? <mark key={i}>{part.text}</mark> : <span key={i}>{part.text}</span>))} {entry.detail && <span className="t3">{entry.detail}</span>}</span>
            {entry.hint && <span className="t3 t12 nw mono">{entry.hint}</span>}
            {entry.keys && entry.keys.length > 0 && <Keys keys={entry.keys} />}
          </div>
        );
      })}
    </div>
  );
}
