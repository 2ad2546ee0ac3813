/** The tabs of the issue page. A feature that has something to say about an issue adds an entry here. */
import { type ComponentProps, lazy, Suspense } from "react";
import { FileList } from "~/features/events/files";
import { EventBody } from "~/features/events/event-body";
import { FirstFrame } from "~/features/events/first-frame";
import { toMarkdown } from "~/features/events/markdown";
import { ReportText } from "~/features/events/report";
import { jumps } from "~/features/events/sections";
import { EventTab } from "~/features/issues/event-tab";
import { IssuePage } from "~/features/issues/issue-page";
import type { IssueTab } from "~/features/issues/issue-tabs";
import { FilesCount } from "~/features/issues/files-count";
import type { EventDetail } from "~/api/event-types";
import type { IssueDetail } from "~/api/types";
import { compact } from "~/lib/number";
import { Loading } from "~/ui/states";

// The event is there at once; the other tabs are loaded when they are opened.
const EventList = lazy(() => import("~/features/issues/event-list").then(({ EventList: each }) => ({ default: each })));
const TagsTab = lazy(() => import("~/features/issues/tags-tab").then(({ TagsTab: each }) => ({ default: each })));
const FilesTab = lazy(() => import("~/features/issues/reports-tab").then(({ FilesTab: each }) => ({ default: each })));
const ReportsTab = lazy(() => import("~/features/issues/reports-tab").then(({ ReportsTab: each }) => ({ default: each })));
const GroupingCards = lazy(() => import("~/features/grouping/issue-grouping").then(({ GroupingCards: each }) => ({ default: each })));
const loading = <Loading />;

const issueMarkdown = (issue: IssueDetail, event: EventDetail) => toMarkdown({ title: issue.title, shortId: issue.shortId, link: location.href }, event);

const glance = (event: EventDetail) => <FirstFrame event={event} />;

const issueTabs: IssueTab[] = [
  {
    id: "event", label: "tab.event",
    render: (place) => <EventTab {...place} jumps={jumps} markdown={(event) => issueMarkdown(place.issue, event)} renderEvent={(event) => <EventBody event={event} org={place.org} project={place.issue.project.slug} />} />,
  },
  { id: "events", label: "tab.events", Count: ({ issue }) => compact(issue.count), render: (place) => <Suspense fallback={loading}><EventList key={place.view.query} {...place} /></Suspense> },
  { id: "tags", label: "tab.tags", Count: ({ issue }) => issue.tags?.length ?? null, render: (place) => <Suspense fallback={loading}><TagsTab {...place} /></Suspense> },
  { id: "files", label: "tab.files", Count: FilesCount, render: (place) => <Suspense fallback={loading}><FilesTab {...place} render={(files) => <FileList org={place.org} project={place.issue.project.slug} files={files} />} /></Suspense> },
  { id: "reports", label: "tab.reports", Count: ({ issue }) => issue.userReportCount ?? null, render: (place) => <Suspense fallback={loading}><ReportsTab {...place} render={(report) => <ReportText report={report} />} /></Suspense> },
  { id: "grouping", label: "grouping.title", render: (place) => <Suspense fallback={loading}><GroupingCards org={place.org} issueId={place.issue.id} /></Suspense> },
];

/** The page with all that has something to say on it; loaded when an issue is first opened, or about to be. */
export function IssuePlace(props: Omit<ComponentProps<typeof IssuePage>, "tabs" | "markdown" | "glance">) {
  return <IssuePage {...props} tabs={issueTabs} markdown={issueMarkdown} glance={glance} />;
}
