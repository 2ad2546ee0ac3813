/** New issues the reader has not seen: a number before the tab's title and a dot on the site's icon. */
import { createStore } from "~/lib/store";

export const unseen = createStore<ReadonlySet<string>>(new Set());

const icons = { quiet: "/favicon.svg", news: "/favicon-new.svg" } as const;

function showIcon(news: boolean): void {
  const link = document.querySelector<HTMLLinkElement>("link[rel=icon]");
  const href = news ? icons.news : icons.quiet;
  if (link && link.getAttribute("href") !== href) link.setAttribute("href", href);
}

unseen.subscribe(() => showIcon(unseen.get().size > 0));

export function addUnseen(id: string): void {
  if (!unseen.get().has(id)) unseen.set((old) => new Set(old).add(id));
}

/** All of them, or one that was opened. */
export function markSeen(id?: string): void {
  const old = unseen.get();
  if (old.size === 0 || (id !== undefined && !old.has(id))) return;
  unseen.set(id === undefined ? new Set() : new Set([...old].filter((each) => each !== id)));
}
