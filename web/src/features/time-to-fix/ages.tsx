import type { TimeToFix } from "~/api/time-to-fix";
import { t } from "~/lib/i18n/index";
import { exactNumber } from "~/lib/number";
import { Card } from "~/ui/page";

const names = ["fix.age.day", "fix.age.week", "fix.age.month", "fix.age.quarter", "fix.age.more"] as const;

/** Open issues by age. */
export function Ages({ ages }: { ages: TimeToFix["ages"] }) {
  const most = Math.max(1, ...ages.map((each) => each.issues));
  return (
    <Card title={t("fix.ages")} hint={t("fix.ages.hint")}>
      <ul className="fix-a">
        {ages.map((each, i) => (
          <li key={names[i]}>
            <span>{t(names[i] ?? "fix.age.more")}</span>
            <svg className="chart" width="100%" height="8" aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 100 8"><rect className="tr" width="100" height="8" /><rect className={i === names.length - 1 ? "hot" : "bar0"} width={(each.issues / most) * 100} height="8" /></svg>
            <b>{exactNumber(each.issues)}</b>
          </li>
        ))}
      </ul>
    </Card>
  );
}
