import type { ReactNode } from "react";

/** Something wider than a phone: it scrolls sideways by itself, also by keyboard. */
export function Wide({ label, card = false, children }: { label: string; card?: boolean; children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable without a mouse
    <div className={card ? "card scroll-x" : "scroll-x"} role="region" tabIndex={0} aria-label={label}>
      {children}
    </div>
  );
}
