import type { Catalogue } from "../index";
import { reader } from "../told";
import { advice } from "./advice";
import { artifacts } from "./artifacts";
import { common } from "./common";
import { account } from "./account";
import { event } from "./event";
import { explore } from "./explore";
import { fix } from "./fix";
import { grouping } from "./grouping";
import { issue } from "./issue";
import { issues } from "./issues";
import { list } from "./list";
import { people } from "./people";
import { settings } from "./settings";
import { shell } from "./shell";
import { system } from "./system";
import { told as sentences } from "./told/index";

/** Plain German without an address to anybody: infinitives and nouns. */
export const catalogue = { ...common, ...advice, ...shell, ...issues, ...issue, ...list, ...event, ...grouping, ...explore, ...fix, ...account, ...people, ...settings, ...system, ...artifacts } as const satisfies Catalogue;

/** What the server says. */
export const told = reader(sentences);
