import type { EventDetail } from "~/api/event-types";
import { t } from "~/lib/i18n/index";
import { Avatar } from "~/ui/badges";
import { Time } from "~/ui/text";

interface Props {
  name: string | null;
  email: string | null;
  comments: string;
  dateCreated: string;
}

/** What a person wrote who met the error: text, as they wrote it. */
export function ReportText({ report }: { report: Props }) {
  return (
    <div className="rep">
      <Avatar name={report.name || report.email || "?"} large />
      <div className="grow">
        <span className="row-f">
          <b className="ell">{report.name || report.email || t("report.nobody")}</b>
          {report.name && report.email && <span className="t3 ell">{report.email}</span>}
          <span className="grow" />
          <span className="t12 t3 nw"><Time value={report.dateCreated} /></span>
        </span>
        <p>{report.comments}</p>
      </div>
    </div>
  );
}

export function EventReport({ event }: { event: EventDetail }) {
  if (!event.userReport) return null;
  return (
    <section className="sec" id="report">
      <div className="sh"><h2>{t("event.report")}</h2></div>
      <div className="card"><ReportText report={event.userReport} /></div>
    </section>
  );
}
