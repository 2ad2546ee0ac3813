/** Every key there is, once: the map of keys, the palette and the hints read it here. */
import type { MessageKey } from "./i18n/index";

export interface KeyEntry {
  id: string;
  label: MessageKey;
  /** Keys as they are written on a keyboard; `then` parts a sequence. */
  keys: readonly string[];
}

const key = (id: string, label: MessageKey, keys: string): KeyEntry => ({ id, label, keys: keys.split(" ") });

export const key_groups: ReadonlyArray<{ title: MessageKey; keys: readonly KeyEntry[] }> = [
  {
    title: "keys.anywhere",
    keys: [
      key("palette", "keys.palette", "Ctrl K"), key("search", "keys.search", "/"), key("map", "keys.map", "?"),
      key("go.issues", "keys.go.issues", "G then I"), key("go.fix", "keys.go.fix", "G then F"), key("go.projects", "keys.go.projects", "G then P"), key("go.settings", "keys.go.settings", "G then S"), key("go.system", "keys.go.system", "G then H"),
      key("filters", "keys.filters", "Shift F"), key("period", "keys.period", "Shift T"), key("undo", "keys.undo", "Z"), key("link", "keys.link", "Shift L"),
    ],
  },
  {
    title: "keys.list",
    keys: [
      key("move", "keys.move", "J K"), key("ends", "keys.ends", "Home End"), key("select", "keys.select", "X"), key("range", "keys.range", "Shift X"),
      key("peek", "keys.peek", "Space"), key("open", "keys.open", "Enter"), key("tab", "keys.tab", "Ctrl Enter"), key("views", "keys.views", "[ ]"),
      key("fresh", "keys.fresh", "."), key("save", "keys.save", "V"), key("close", "keys.close", "Esc"),
    ],
  },
  {
    title: "keys.issue",
    keys: [
      key("resolve", "do.resolve", "E"), key("resolveNext", "keys.resolveNext", "Shift E"), key("archive", "do.archive", "I"), key("assign", "do.assign", "A"), key("assignMe", "keys.assignMe", "Shift A"),
      key("priority", "do.priority", "P"), key("merge", "keys.merge", "M"), key("comment", "comment.label", "C"), key("events", "keys.events", "← →"), key("frames", "keys.frames", "S"), key("markdown", "keys.markdown", "Y"),
    ],
  },
];

const all = new Map(key_groups.flatMap((group) => group.keys.map((entry) => [entry.id, entry.keys] as const)));

/** The keys of an action; none for one without. */
export function keysOf(id: string): readonly string[] {
  return all.get(id) ?? [];
}

/** What a reader without a Mac calls Ctrl. */
export function keyLabel(name: string): string {
  const mac = typeof navigator !== "undefined" && /Mac|iP(hone|ad)/.test(navigator.userAgent);
  return mac && name === "Ctrl" ? "⌘" : name;
}
