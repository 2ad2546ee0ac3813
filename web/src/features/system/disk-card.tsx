import type { System } from "~/api/system";
import { t } from "~/lib/i18n/index";
import { dateFormat } from "~/lib/intl";
import { bytes, exactNumber } from "~/lib/number";
import { Chip } from "~/ui/badges";
import { Card } from "~/ui/page";
import { useNow } from "~/ui/text";
import { daysLeft } from "./disk-left";

const day_ms = 86_400_000;
/** A date farther off than this would only look exact. */
const most_days = 3650;

export function DiskCard({ system }: { system: System }) {
  const now = useNow();
  const { disk, events, meta, queue } = system;
  const own = [["c1", t("disk.events"), events.bytes], ["c3", t("disk.meta"), meta.bytes], ["c5", t("disk.queue"), queue.bytes]] as const;
  const used = own.reduce((sum, [, , size]) => sum + size, 0);
  const share = (size: number) => (disk.totalBytes > 0 ? (size / disk.totalBytes) * 100 : 0);
  const others = Math.max(0, disk.totalBytes - disk.freeBytes - used);
  const left = daysLeft(system);
  const low = disk.freeBytes <= disk.reserveBytes;
  const parts: ReadonlyArray<readonly [string, number]> = [...own.map(([tint, , size]) => [tint, share(size)] as const), ["c6", share(others)]];
  return (
    <Card title={t("disk.title")} actions={low ? <Chip tone="esc" icon="warning">{t("disk.low")}</Chip> : <Chip tone="ok" icon="check">{t("disk.room")}</Chip>}>
      <div className="p">
        <div className="row-f">
          <div className="grow">
            <div className="big2">{t("disk.used", { bytes: bytes(used) })}</div>
            <span className="t12 t3">{t("disk.documents", { n: exactNumber(events.documents), days: events.days })}</span>
          </div>
          <div className="num"><div className="b">{t("disk.free", { bytes: bytes(disk.freeBytes) })}</div><span className="t12 t3">{t("disk.of", { bytes: bytes(disk.totalBytes) })}</span></div>
        </div>
        <svg className="eq-bar" width="100%" height="12" viewBox="0 0 100 12" preserveAspectRatio="none" role="img" aria-label={t("disk.title")}>
          <rect className="tr" y="2" width="100" height="8" />
          {parts.map(([tint, width], i) => <rect key={tint} className={tint} y="2" height="8" x={parts.slice(0, i).reduce((sum, [, w]) => sum + w, 0)} width={width} />)}
          <rect className="bs" x={100 - share(disk.reserveBytes)} width=".4" height="12" />
        </svg>
        <div className="row-f t12 t2 wrap-f">
          {own.map(([tint, name, size]) => <span key={tint} className="row-f g6"><span className={`sq ${tint}`} />{name} {bytes(size)}</span>)}
          <span className="row-f g6"><span className="sq c6" />{t("disk.others")} {bytes(others)}</span>
        </div>
        {left !== null && left <= most_days && <p className="b mt6">{t("disk.left", { n: left, date: dateFormat({ year: "numeric", month: "short", day: "numeric" }).format(now + left * day_ms) })}</p>}
        <p className="t12 t3 mt6">{t("disk.reserve", { bytes: bytes(disk.reserveBytes) })}</p>
      </div>
    </Card>
  );
}
