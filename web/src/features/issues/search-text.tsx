/** The whole search as one text, for whoever would rather write it. */
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { t } from "~/lib/i18n/index";
import type { SearchFault } from "./search-fault";

interface Props {
  query: string;
  fault: SearchFault | null;
  onDone: (query: string) => void;
  onCancel: () => void;
}

export function SearchText({ query, fault, onDone, onCancel }: Props) {
  const [text, setText] = useState(query);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    input.current?.focus();
    if (fault?.at) input.current?.setSelectionRange(fault.at.start, fault.at.end);
  }, [fault]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") onDone(text.trim());
    else if (event.key === "Escape") onCancel();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return <input ref={input} className="mono" aria-label={t("search.text")} aria-invalid={fault ? true : undefined} value={text} spellCheck={false} autoComplete="off" autoCapitalize="none" onChange={(event) => setText(event.target.value)} onKeyDown={onKeyDown} />;
}
