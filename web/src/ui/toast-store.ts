/** Messages that pass by, newest last, with at most one undo each. */
import { createStore } from "~/lib/store";
import type { IconName } from "./icon-paths";

export interface Toast {
  id: number;
  text: string;
  icon: IconName;
  undo?: () => void;
}

export const toast_shown_ms = 6000;
const most = 3;
let next = 1;

export const toasts = createStore<Toast[]>([]);

export function toast(message: { text: string; icon?: IconName; undo?: () => void }): void {
  const item: Toast = { id: next, icon: "check", ...message };
  next += 1;
  toasts.set((old) => [...old, item].slice(-most));
}

export function dismiss(id: number): void {
  toasts.set((old) => old.filter((item) => item.id !== id));
}

/** Undoes the newest message that can be undone. */
export function undoLast(): boolean {
  const item = toasts.get().findLast((each) => each.undo);
  if (!item) return false;
  dismiss(item.id);
  item.undo?.();
  return true;
}
