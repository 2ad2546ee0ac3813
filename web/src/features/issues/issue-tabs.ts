/** What the main column of the issue page shows. Other parts of the interface add a tab by one more entry where the page is routed. */
import type { ReactNode } from "react";
import type { IssueDetail } from "~/api/types";
import type { MessageKey } from "~/lib/i18n/index";
import type { IssueView } from "./issue-view";

export interface TabPlace {
  org: string;
  issue: IssueDetail;
  view: IssueView;
  onView: (change: Partial<IssueView>) => void;
}

export interface IssueTab {
  /** Its word in the address (`?tab=`): letters and dashes. */
  id: string;
  label: MessageKey;
  /** A number behind the name; none while it is not known. */
  Count?: (place: TabPlace) => ReactNode;
  /** Whether the issue has it at all. */
  has?: (issue: IssueDetail) => boolean;
  render: (place: TabPlace) => ReactNode;
}
