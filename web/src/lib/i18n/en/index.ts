import { common } from "./common";
import { event } from "./event";
import { issues } from "./issues";
import { settings } from "./settings";
import { shell } from "./shell";
import { system } from "./system";

export const en = { ...common, ...shell, ...issues, ...event, ...settings, ...system } as const;
