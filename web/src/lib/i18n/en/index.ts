import { common } from "./common";
import { event } from "./event";
<<<<<<< ours
import { issue } from "./issue";
import { explore } from "./explore";
import { grouping } from "./grouping";
=======
>>>>>>> theirs
import { issues } from "./issues";
<<<<<<< ours
import { list } from "./list";
=======
import { people } from "./people";
>>>>>>> theirs
import { settings } from "./settings";
import { shell } from "./shell";
import { system } from "./system";

<<<<<<< ours
<<<<<<< ours
export const en = { ...common, ...shell, ...issues, ...issue, ...list, ...event, ...grouping, ...explore, ...settings, ...system } as const;
=======
export const en = { ...shell, ...issues, ...event, ...settings, ...system } as const;
>>>>>>> theirs
=======
export const en = { ...common, ...shell, ...issues, ...event, ...people, ...settings, ...system } as const;
>>>>>>> theirs
