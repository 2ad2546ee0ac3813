import { useCallback, useEffect, useRef, useState } from "react";

export interface Selection {
  ids: ReadonlySet<string>;
  toggle: (id: string, range: boolean) => void;
  all: () => void;
  clear: () => void;
}

/** Which rows are checked; Shift takes the rows between. Forgotten when the list becomes another one. */
export function useSelection(order: readonly string[], listKey: string): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const anchor = useRef<string | null>(null);
  const latest = useRef(order);
  useEffect(() => {
    latest.current = order;
  });
  useEffect(() => setIds(new Set()), [listKey]);
  const toggle = useCallback((id: string, range: boolean) => {
    setIds((old) => {
      const next = new Set(old);
      const from = anchor.current === null ? -1 : latest.current.indexOf(anchor.current);
      const to = latest.current.indexOf(id);
      if (range && from >= 0 && to >= 0) for (const each of latest.current.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(each);
      else if (next.has(id)) next.delete(id);
      else next.add(id);
      return next;
    });
    anchor.current = id;
  }, []);
  const all = useCallback(() => setIds((old) => (old.size === latest.current.length ? new Set() : new Set(latest.current))), []);
  const clear = useCallback(() => setIds(new Set()), []);
  return { ids, toggle, all, clear };
}
