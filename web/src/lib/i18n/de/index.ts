import type { Catalogue } from "../index";
import { common } from "./common";
import { event } from "./event";
import { issue } from "./issue";
import { issues } from "./issues";
import { people } from "./people";
import { settings } from "./settings";
import { shell } from "./shell";
import { system } from "./system";

/** Plain German without an address to anybody: infinitives and nouns. */
export const de = { ...common, ...shell, ...issues, ...issue, ...event, ...people, ...settings, ...system } as const satisfies Catalogue;
