import { type ChangeEvent, type FormEvent, type KeyboardEvent, useId, useRef, useState } from "react";
import { t } from "~/lib/i18n/index";
import { Avatar } from "~/ui/badges";
import { Button } from "~/ui/button";
import { MarkdownView } from "./markdown-view";
import { mentionsIn, offers, type Person, typing } from "./people";

interface Props {
  people: readonly Person[];
  /** What is there to begin with, when a comment is changed. */
  start?: string;
  id?: string;
  busy: boolean;
  /** Resolves once it is stored; then the field is emptied. */
  onSend: (text: string, mentions: string[]) => Promise<unknown>;
  onCancel?: () => void;
}

/** A field for Markdown with completion of people and teams; Ctrl or ⌘ with Enter sends. */
export function Compose({ people, start = "", id, busy, onSend, onCancel }: Props) {
  const [text, setText] = useState(start);
  const [caret, setCaret] = useState(start.length);
  const [at, setAt] = useState(0);
  const [shut, setShut] = useState(false);
  const [preview, setPreview] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  const mention = shut ? null : typing(text, caret);
  const shown = offers(mention, people);
  const active = Math.min(at, shown.length - 1);
  const send = async () => {
    if (!text.trim() || busy) return;
    await onSend(text.trim(), mentionsIn(text, people)).then(() => {
      setText("");
      setPreview(false);
    }, () => undefined);
  };
  const take = (person: Person | undefined) => {
    if (!person || !mention) return;
    const before = `${text.slice(0, mention.from)}${person.handle} `;
    setText(before + text.slice(caret));
    setCaret(before.length);
    setAt(0);
    requestAnimationFrame(() => field.current?.setSelectionRange(before.length, before.length));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (shown.length > 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) setAt((active + (event.key === "ArrowDown" ? 1 : -1) + shown.length) % shown.length);
    else if (shown.length > 0 && (event.key === "Enter" || event.key === "Tab") && !event.ctrlKey && !event.metaKey) take(shown[active]);
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void send();
    else if (event.key === "Escape") {
      if (shown.length > 0) setShut(true);
      else if (onCancel) onCancel();
      else field.current?.blur();
      event.stopPropagation();
    } else return;
    event.preventDefault();
  };
  const onChange = (event: ChangeEvent<HTMLTextAreaElement>) => {
    setText(event.target.value);
    setCaret(event.target.selectionStart);
    setShut(false);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send();
  };
  const full = text !== "" || onCancel;
  return (
    <form className={`compose ${full ? "full" : ""}`} onSubmit={submit}>
      {preview ? <MarkdownView text={text} names={people.map((each) => each.handle)} /> : (
        <textarea
          ref={field} {...(id ? { id } : {})} rows={full ? Math.min(12, Math.max(3, text.split("\n").length + 1)) : 1} aria-label={t("comment.label")} placeholder={t("comment.placeholder")}
          value={text} onChange={onChange} onKeyDown={onKeyDown} onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          {...(shown.length > 0 ? { role: "combobox", "aria-expanded": true, "aria-controls": list, "aria-activedescendant": `${list}-${active}`, "aria-autocomplete": "list" as const } : {})}
        />
      )}
      {!full && <kbd aria-hidden="true">C</kbd>}
      {shown.length > 0 && (
        <div role="listbox" id={list} aria-label={t("comment.people")} className="pop ment">
          {shown.map((person, i) => (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the keys are those of the field, which keeps the focus
            <div key={person.id} id={`${list}-${i}`} role="option" tabIndex={-1} aria-selected={i === active} className={`mi ${i === active ? "on" : ""}`} onMouseDown={(event) => event.preventDefault()} onClick={() => take(person)}>
              <Avatar name={person.name} team={person.team} /><span className="grow ell">{person.handle}</span>
            </div>
          ))}
        </div>
      )}
      {full && (
        <div className="row-f">
          <button type="button" className="link t12" aria-pressed={preview} onClick={() => setPreview(!preview)}>{t(preview ? "comment.write" : "comment.preview")}</button>
          <span className="t12 t3 grow ell">{t("comment.markdown")}</span>
          {onCancel && <Button tone="ghost" onClick={onCancel}>{t("cancel")}</Button>}
          <Button type="submit" tone="pri" disabled={busy || !text.trim()}>{t(onCancel ? "comment.save" : "comment.send")}</Button>
        </div>
      )}
    </form>
  );
}
