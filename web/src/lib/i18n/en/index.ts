import { common } from "./common";
import { event } from "./event";
import { issue } from "./issue";
import { explore } from "./explore";
import { grouping } from "./grouping";
import { issues } from "./issues";
import { list } from "./list";
import { settings } from "./settings";
import { shell } from "./shell";
import { system } from "./system";

export const en = { ...common, ...shell, ...issues, ...issue, ...list, ...event, ...grouping, ...explore, ...settings, ...system } as const;
