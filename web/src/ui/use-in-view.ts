import { type RefObject, useEffect } from "react";

/**
 * Keeps what is marked as current in view within its strip, sideways, when `current` changes and while the strip
 * and its parts still come and grow (counts are read later), until somebody scrolls the strip.
 */
export function useCurrentInView(strip: RefObject<HTMLElement | null>, current: string): void {
  useEffect(() => {
    const holder = strip.current;
    if (current === "" || !holder) return;
    const ended = new AbortController();
    const sizes = new ResizeObserver(() => show(holder));
    const watch = () => {
      for (const item of [holder, ...holder.children]) sizes.observe(item);
      show(holder);
    };
    const parts = new MutationObserver(watch);
    parts.observe(holder, { childList: true, subtree: true });
    ended.signal.addEventListener("abort", () => {
      sizes.disconnect();
      parts.disconnect();
    });
    for (const type of ["pointerdown", "wheel"]) holder.addEventListener(type, () => ended.abort(), { passive: true, signal: ended.signal });
    watch();
    return () => ended.abort();
  }, [strip, current]);
}

function show(holder: HTMLElement): void {
  const item = holder.querySelector<HTMLElement>("[aria-current]");
  if (!item || holder.scrollWidth <= holder.clientWidth) return;
  const before = item.offsetLeft - holder.offsetLeft;
  const after = before + item.offsetWidth;
  if (before < holder.scrollLeft || after > holder.scrollLeft + holder.clientWidth) holder.scrollTo({ left: before - (holder.clientWidth - item.offsetWidth) / 2 });
}
