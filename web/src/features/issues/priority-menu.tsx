import type { PriorityLevel } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { PriorityBars } from "~/ui/badges";
import { Picker } from "~/ui/picker";
import type { ReactElement } from "react";

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  current: PriorityLevel | null;
  onPick: (level: PriorityLevel) => void;
  trigger?: ReactElement<Record<string, unknown>>;
  anchor?: () => Element | null;
}

const levels = ["high", "medium", "low"] as const;

export function PriorityMenu({ open, onOpenChange, current, onPick, ...where }: Props) {
  return (
    <Picker
      {...where} label={t("do.priority")} align={where.anchor ? "end" : "center"} open={open} onOpenChange={onOpenChange} selected={current ? [current] : []}
      items={levels.map((level) => ({ value: level, label: t(`priority.${level}`), lead: <PriorityBars level={level} label="" /> }))}
      onPick={(value) => {
        const level = levels.find((each) => each === value);
        if (level) onPick(level);
      }}
    />
  );
}
