import { event } from "./event";
import { explore } from "./explore";
import { issues } from "./issues";
import { settings } from "./settings";
import { shell } from "./shell";
import { system } from "./system";

export const en = { ...shell, ...issues, ...event, ...explore, ...settings, ...system } as const;
