import { event } from "./event";
import { issue } from "./issue";
import { issues } from "./issues";
import { settings } from "./settings";
import { shell } from "./shell";
import { system } from "./system";

export const en = { ...shell, ...issues, ...issue, ...event, ...settings, ...system } as const;
