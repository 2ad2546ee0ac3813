import { fetching } from "./fetching";
import { fields } from "./fields";
import { grouping } from "./grouping";
import { refusals } from "./refusals";
import { search } from "./search";
import { steps } from "./steps";

/** What the server says: its English sentence, then the German one. See ../../told.ts for the placeholders. */
export const told: Readonly<Record<string, string>> = { ...fields, ...search, ...grouping, ...steps, ...fetching, ...refusals };
