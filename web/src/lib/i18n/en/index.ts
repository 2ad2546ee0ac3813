import { event } from "./event";
import { grouping } from "./grouping";
import { issues } from "./issues";
import { settings } from "./settings";
import { shell } from "./shell";
import { system } from "./system";

export const en = { ...shell, ...issues, ...event, ...settings, ...system, ...grouping } as const;
