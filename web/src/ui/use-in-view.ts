import { type RefObject, useEffect } from "react";

/** Scrolls what is marked as current into view within its strip, sideways, when `current` changes. */
export function useCurrentInView(strip: RefObject<HTMLElement | null>, current: string): void {
  useEffect(() => {
    if (current === "") return;
    const holder = strip.current;
    const item = holder?.querySelector<HTMLElement>("[aria-current]");
    if (!holder || !item || holder.scrollWidth <= holder.clientWidth) return;
    const before = item.offsetLeft - holder.offsetLeft;
    const after = before + item.offsetWidth;
    if (before < holder.scrollLeft || after > holder.scrollLeft + holder.clientWidth) holder.scrollTo({ left: before - (holder.clientWidth - item.offsetWidth) / 2 });
  }, [strip, current]);
}
