/** The tabs of the issue page. A feature that has something to say about an issue adds an entry here. */
import { FileList } from "~/features/events/files";
import { EventBody } from "~/features/events/event-body";
import { toMarkdown } from "~/features/events/markdown";
import { ReportText } from "~/features/events/report";
import { jumps } from "~/features/events/sections";
import { EventList } from "~/features/issues/event-list";
import { EventTab } from "~/features/issues/event-tab";
import type { IssueTab } from "~/features/issues/issue-tabs";
import { FilesCount, FilesTab, ReportsTab } from "~/features/issues/reports-tab";
import { TagsTab } from "~/features/issues/tags-tab";
import type { EventDetail } from "~/api/event-types";
import type { IssueDetail } from "~/api/types";
import { compact } from "~/lib/number";

export const issueMarkdown = (issue: IssueDetail, event: EventDetail) => toMarkdown({ title: issue.title, shortId: issue.shortId, link: location.href }, event);

export const issueTabs: IssueTab[] = [
  {
    id: "event", label: "tab.event",
    render: (place) => <EventTab {...place} jumps={jumps} markdown={(event) => issueMarkdown(place.issue, event)} renderEvent={(event) => <EventBody event={event} org={place.org} project={place.issue.project.slug} />} />,
  },
  { id: "events", label: "tab.events", Count: ({ issue }) => compact(issue.count), render: (place) => <EventList key={place.view.query} {...place} /> },
  { id: "tags", label: "tab.tags", Count: ({ issue }) => issue.tags?.length ?? null, render: (place) => <TagsTab {...place} /> },
  { id: "files", label: "tab.files", Count: FilesCount, render: (place) => <FilesTab {...place} render={(files) => <FileList org={place.org} project={place.issue.project.slug} files={files} />} /> },
  { id: "reports", label: "tab.reports", Count: ({ issue }) => issue.userReportCount ?? null, render: (place) => <ReportsTab {...place} render={(report) => <ReportText report={report} />} /> },
];
