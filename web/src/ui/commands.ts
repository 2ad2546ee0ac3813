/** What can be done to the object in focus. The page that shows it says so; the palette offers it first. */
import { useEffect, useRef } from "react";
import type { IconName } from "./icon-paths";

export interface Command {
  id: string;
  label: string;
  icon: IconName;
  /** Its entry in the map of keys. */
  key?: string;
  run: () => void;
}

export interface Focused {
  /** What is in focus, in a few words: `WEB-3F2 TypeError`. */
  subject: string;
  /** What that is: "On this issue". */
  title: string;
  commands: Command[];
}

const stack: Array<{ current: Focused | null }> = [];

/** While mounted, `focused` is what the palette acts on; the newest wins. */
export function useCommands(focused: Focused | null): void {
  const latest = useRef(focused);
  useEffect(() => {
    latest.current = focused;
  });
  useEffect(() => {
    stack.push(latest);
    return () => {
      stack.splice(stack.indexOf(latest), 1);
    };
  }, []);
}

export function focusedObject(): Focused | null {
  return stack.findLast((each) => each.current !== null)?.current ?? null;
}
