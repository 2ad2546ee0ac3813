import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { Release } from "~/api/issue-types";
import { deployMarksQuery, liveSince } from "~/api/releases";
import type { IssueDetail } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { exactNumber } from "~/lib/number";
import { load, save } from "~/lib/storage";
import { clock, day, toMs } from "~/lib/time";
import { Button } from "~/ui/button";
import { Seg } from "~/ui/seg";
import { EventChart, type ChartMark } from "./event-chart";
import type { IssueView } from "./issue-view";
import { issueStatsQuery, type Range, ranges, releasesQuery } from "./queries";

interface Props {
  org: string;
  issue: IssueDetail;
  view: IssueView;
  onView: (change: Partial<IssueView>) => void;
}

/** "Nov 18, 18:00". */
const moment = (s: number) => `${day(s * 1000)}, ${clock(s * 1000).slice(0, 5)}`;

const rangeNames: readonly Range[] = ["24h", "14d", "90d"];

/** Events over time, marked with the releases of the project; a span drawn on it limits what the page shows. */
export function IssueChart({ org, issue, view, onView }: Props) {
  const [range, setRange] = useState<Range>(() => rangeNames.find((each) => each === load("issue-range")) ?? "14d");
  const points = useQuery(issueStatsQuery(org, issue.id, range, view.environment)).data ?? [];
  const releases = useQuery(releasesQuery(org, issue.project.id)).data;
  const deployed = useQuery(deployMarksQuery(org, { project: issue.project.id, environment: view.environment })).data;
  const deploys = useMemo(() => (deployed ?? []).map((each): ChartMark => ({ at: Date.parse(each.dateFinished) / 1000, label: t("chart.deployed", { release: each.shortVersion, environment: each.environment }), strong: false })).toReversed(), [deployed]);
  const marks = useMemo(() => releaseMarks(issue, releases ?? []), [issue, releases]);
  const width = ranges[range].barS;
  const choose = (next: Range) => {
    setRange(next);
    save("issue-range", next);
  };
  const when = (s: number) => (range === "90d" ? day(s * 1000) : `${day(s * 1000)}, ${clock(s * 1000).slice(0, 5)}–${clock((s + width) * 1000).slice(0, 5)}`);
  const span = view.start && view.end ? ([Date.parse(view.start) / 1000, Date.parse(view.end) / 1000] as const) : null;
  return (
    <section className="card ch" aria-label={t(`chart.${range}`)}>
      <div className="row-f">
        <h2 className="b">{t(`chart.${range}`)}</h2>
        {marks.length > 0 && (
          <span className="t12 t3 row-f gap4 key-r">
            <svg width="8" height="8" aria-hidden="true" className="chart"><path className="relf" d="M0 1h8l-4 6z" /></svg>
            {t("chart.release")}
          </span>
        )}
        {deploys.length > 0 && (
          <span className="t12 t3 row-f gap4 key-r">
            <svg width="3" height="8" aria-hidden="true" className="chart"><path className="dpt" d="M1.5 1v6" /></svg>
            {t("chart.deploy")}
          </span>
        )}
        <span className="grow" />
        {span && <Button className="span-b" icon="x" onClick={() => onView({ start: undefined, end: undefined })}>{t("chart.span", { from: moment(span[0]), to: moment(span[1]) })}</Button>}
        <Seg label={t("chart.range")} value={range} onChange={choose} options={rangeNames.map((value) => ({ value, label: `${value.slice(0, -1)} ${value.slice(-1)}` }))} />
      </div>
      <EventChart
        points={points} widthS={width} marks={marks} deploys={deploys} label={t(`chart.${range}`)} nowLabel={t("chart.now")} span={span}
        axis={(s) => (range === "24h" ? clock(s * 1000).slice(0, 5) : day(s * 1000))}
        reading={(s, n, live, put) => ({ count: t("chart.events", { n: exactNumber(n) }), when: when(s), live: put.at(-1) ?? (live ? t("chart.live", { release: live }) : "") })}
        onSpan={(from, to) => onView({ start: new Date(from * 1000).toISOString(), end: new Date(to * 1000).toISOString() })}
      />
    </section>
  );
}

/** Each release where it began; the ones that began, ended or carry the issue stand out. */
export function releaseMarks(issue: IssueDetail, releases: readonly Release[]): ChartMark[] {
  const resolvedIn = issue.activity?.find((each) => each.type === "set_resolved_in_release")?.data?.version;
  const strong = new Set([issue.firstRelease?.version, issue.lastRelease?.version]);
  const marks = releases.flatMap((release): ChartMark[] => {
    const at = toMs(liveSince(release));
    if (at === null) return [];
    const name = release.shortVersion || release.version;
    return [{ at: at / 1000, label: release.version === resolvedIn ? t("chart.resolvedIt", { release: name }) : name, strong: strong.has(release.version) || release.version === resolvedIn }];
  });
  return marks.toSorted((a, b) => a.at - b.at);
}
