import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Attachment, UserReport } from "~/api/issue-types";
import { t } from "~/lib/i18n/index";
import { Empty, Failed, Loading } from "~/ui/states";
import type { TabPlace } from "./issue-tabs";
import { issueFilesQuery, issueReportsQuery } from "./queries";

/** What people wrote about the issue's events. */
export function ReportsTab({ org, issue, render }: TabPlace & { render: (report: UserReport) => ReactNode }) {
  const reports = useQuery(issueReportsQuery(org, issue.id));
  if (reports.isError) return <Failed error={reports.error} retry={() => void reports.refetch()} />;
  if (!reports.data) return <Loading />;
  if (reports.data.length === 0) return <Empty icon="comment" title={t("reports.none")}>{t("reports.none.text")}</Empty>;
  return (
    <ul className="card reps" aria-label={t("tab.reports")}>
      {reports.data.map((report) => (
        <li key={report.id}>
          {render(report)}
          {report.eventID && <Link className="link t12 rep-e" to="/organizations/$org/issues/$issueId" params={{ org, issueId: issue.id }} search={(old: Record<string, unknown>) => ({ ...old, tab: undefined, event: report.eventID ?? undefined })}>{t("reports.event")} <span className="mono">{report.eventID.slice(0, 8)}</span></Link>}
        </li>
      ))}
    </ul>
  );
}

/** Files of the issue's newest events. */
export function FilesTab({ org, issue, render }: TabPlace & { render: (files: Attachment[]) => ReactNode }) {
  const files = useQuery(issueFilesQuery(org, issue.id));
  if (files.isError) return <Failed error={files.error} retry={() => void files.refetch()} />;
  if (!files.data) return <Loading />;
  return files.data.length === 0 ? <Empty icon="disk" title={t("files.none")}>{t("files.none.text")}</Empty> : render(files.data);
}
