/** What hovering adds. A tip is one line; a card holds more. Both also open by focus, and are never the only way. */
import { PreviewCard } from "@base-ui/react/preview-card";
import { Tooltip } from "@base-ui/react/tooltip";
import type { ReactElement, ReactNode } from "react";

/** Long enough that passing over does not flash one after the other. */
const open_after_ms = 350;

type Trigger = ReactElement<Record<string, unknown>>;

export function Tip({ text, children }: { text: ReactNode; children: Trigger }) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger delay={open_after_ms} render={children} />
      <Tooltip.Portal>
        <Tooltip.Positioner className="pos" sideOffset={6} collisionPadding={8}>
          <Tooltip.Popup className="tip">{text}</Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

export function HoverCard({ card, label, children }: { card: ReactNode; label?: string; children: Trigger }) {
  return (
    <PreviewCard.Root>
      <PreviewCard.Trigger delay={open_after_ms} render={children} />
      <PreviewCard.Portal>
        <PreviewCard.Positioner className="pos" sideOffset={6} collisionPadding={8}>
          <PreviewCard.Popup className="pop card-h" aria-label={label}>{card}</PreviewCard.Popup>
        </PreviewCard.Positioner>
      </PreviewCard.Portal>
    </PreviewCard.Root>
  );
}
