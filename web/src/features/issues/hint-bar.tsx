import { t } from "~/lib/i18n/index";
import { useStore } from "~/lib/store";
import { singleKeys } from "~/ui/hotkeys";

/** `"j k move"` shows the keys J and K with the word of `hint.move`. */
type Hint = "j k move" | "x select" | "space peek" | "enter open" | "e resolve" | "i archive" | "a assign" | "slash search" | "z undo" | "? all" | "j k issue" | "← → event" | "p priority" | "c comment" | "s frames" | "y markdown";

const words = { enter: "Enter", slash: "/", space: "Space" } as const;

export function HintBar({ keys, note }: { keys: readonly Hint[]; note: string }) {
  if (!useStore(singleKeys)) return null;
  return (
    <footer className="hint">
      {keys.map((hint) => {
        const parts = hint.split(" ");
        const word = parts.pop() ?? "";
        return (
          <span key={hint}>
            {parts.map((key) => <kbd key={key}>{key in words ? words[key as keyof typeof words] : key.toUpperCase()}</kbd>)} {t(`hint.${word}` as "hint.move")}
          </span>
        );
      })}
      <span className="grow" />
      <span>{note}</span>
    </footer>
  );
}
