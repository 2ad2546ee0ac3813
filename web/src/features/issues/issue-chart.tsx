import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { IssueDetail } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { exactNumber } from "~/lib/number";
import { clock, day, exact, toMs } from "~/lib/time";
import { BarChart, type Mark } from "~/ui/bar-chart";
import { Seg } from "~/ui/seg";
import { issueStatsQuery, type Range } from "./queries";

/** Events over time with the releases the issue was first and last seen in. */
export function IssueChart({ org, issue }: { org: string; issue: IssueDetail }) {
  const [range, setRange] = useState<Range>("14d");
  const points = useQuery(issueStatsQuery(org, issue.id, range)).data ?? [];
  const marks: Mark[] = [issue.firstRelease, issue.lastRelease].flatMap((release, i, all) => {
    const at = toMs(release?.dateReleased ?? release?.dateCreated);
    if (!release || at === null || (i === 1 && release.version === all[0]?.version)) return [];
    return [{ at: at / 1000, label: release.shortVersion ?? release.version, strong: i === 1 }];
  });
  const title = t(`chart.${range}`);
  return (
    <div className="card ch">
      <div className="row-f">
        <span className="b">{title}</span>
        {marks.length > 0 && (
          <span className="t12 t3 row-f gap4 key-r">
            <svg width="8" height="8" aria-hidden="true" className="chart"><path className="relf" d="M0 1h8l-4 6z" /></svg>
            {t("chart.release")}
          </span>
        )}
        <span className="grow" />
        <Seg label={t("chart.range")} value={range} onChange={setRange} options={[{ value: "24h", label: "24 h" }, { value: "14d", label: "14 d" }, { value: "90d", label: "90 d" }]} />
      </div>
      <BarChart
        points={points} marks={marks} label={title} nowLabel={t("chart.now")}
        axis={(s) => (range === "24h" ? clock(s * 1000).slice(0, 5) : day(s * 1000))}
        reading={(s, n) => t("chart.reading", { n: exactNumber(n), when: range === "90d" ? day(s * 1000) : exact(s * 1000) })}
      />
    </div>
  );
}
