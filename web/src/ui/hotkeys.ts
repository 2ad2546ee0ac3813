/** Single-key shortcuts. The newest binding of a key wins; typing and open overlays are left alone; can be turned off. */
import { useEffect, useRef } from "react";
import { createStore } from "~/lib/store";
import { load, save } from "~/lib/storage";

export type Bindings = Record<string, (event: KeyboardEvent) => void>;

const sequence_ms = 1200;
const stack: Array<{ current: Bindings }> = [];
let prefix = "";
let prefixAt = 0;

export const singleKeys = createStore(load("single-keys") !== "off");

export function setSingleKeys(on: boolean): void {
  singleKeys.set(on);
  save("single-keys", on ? null : "off");
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input,textarea,select,[contenteditable=true],[role=listbox],[role=menu]") !== null;
}

/** "Shift+X", "Mod+K", "j", "?", "ArrowLeft". */
function nameOf(event: KeyboardEvent): string {
  const letter = event.key.length === 1 && /[a-z]/i.test(event.key);
  const key = letter ? event.key.toLowerCase() : event.key;
  if (event.ctrlKey || event.metaKey) return `Mod+${key}`;
  return event.shiftKey && (letter || event.key.length > 1) ? `Shift+${key}` : key;
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const name = nameOf(event);
  const modified = name.startsWith("Mod+");
  if (!modified) {
    if (isTyping(event.target) || !singleKeys.get()) return;
    // The space bar presses what has the focus.
    if (event.key === " " && event.target instanceof HTMLElement && event.target.closest("a,button,summary,[role=checkbox]")) return;
    if (document.querySelector("[role=dialog]:not([data-closed],[data-ending-style]),[role=menu]:not([data-closed],[data-ending-style])")) return;
  }
  const waiting = Date.now() - prefixAt < sequence_ms ? prefix : "";
  prefix = "";
  const wanted = waiting ? `${waiting} ${name}` : name;
  for (const { current } of stack.toReversed()) {
    const run = current[wanted];
    if (!run) continue;
    event.preventDefault();
    run(event);
    return;
  }
  if (!waiting && stack.some(({ current }) => Object.keys(current).some((key) => key.startsWith(`${name} `)))) {
    prefix = name;
    prefixAt = Date.now();
  }
}

export function useHotkeys(bindings: Bindings): void {
  const latest = useRef(bindings);
  useEffect(() => {
    latest.current = bindings;
  });
  useEffect(() => {
    if (stack.length === 0) window.addEventListener("keydown", onKey);
    stack.push(latest);
    return () => {
      stack.splice(stack.indexOf(latest), 1);
      if (stack.length === 0) window.removeEventListener("keydown", onKey);
    };
  }, []);
}
