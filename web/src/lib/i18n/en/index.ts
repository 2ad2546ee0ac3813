import { event } from "./event";
import { issue } from "./issue";
import { issues } from "./issues";
import { list } from "./list";
import { settings } from "./settings";
import { shell } from "./shell";
import { system } from "./system";

export const en = { ...shell, ...issues, ...issue, ...list, ...event, ...settings, ...system } as const;
