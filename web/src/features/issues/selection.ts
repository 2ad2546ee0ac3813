import { useCallback, useEffect, useMemo, useRef, useState } from "react";

export interface Selection {
  ids: ReadonlySet<string>;
  toggle: (id: string, range: boolean) => void;
  all: () => void;
  /** The first so many. */
  take: (most: number) => void;
  clear: () => void;
}

const none: ReadonlySet<string> = new Set();

/** Which rows are checked; Shift takes the rows between. Forgotten when the list becomes another one. */
export function useSelection(order: readonly string[], listKey: string): Selection {
  const [held, setHeld] = useState<{ key: string; ids: ReadonlySet<string> }>({ key: listKey, ids: none });
  const ids = held.key === listKey ? held.ids : none;
  const anchor = useRef<string | null>(null);
  const latest = useRef(order);
  useEffect(() => {
    latest.current = order;
  });
  const setIds = useCallback(
    (next: (old: ReadonlySet<string>) => ReadonlySet<string>) => setHeld((old) => ({ key: listKey, ids: next(old.key === listKey ? old.ids : none) })),
    [listKey],
  );
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
  }, [setIds]);
  const all = useCallback(() => setIds((old) => (old.size === latest.current.length ? none : new Set(latest.current))), [setIds]);
  const take = useCallback((most: number) => setIds(() => new Set(latest.current.slice(0, most))), [setIds]);
  const clear = useCallback(() => setIds(() => none), [setIds]);
  return useMemo(() => ({ ids, toggle, all, take, clear }), [ids, toggle, all, take, clear]);
}
