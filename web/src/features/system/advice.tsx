import type { System } from "~/api/system";
import { difference } from "~/api/system";
import { t } from "~/lib/i18n/index";
import { bytes, exactNumber } from "~/lib/number";
import { duration } from "~/lib/time";
import { Icon } from "~/ui/icon";
import { daysLeft } from "./disk-left";

/** Records waiting from which the queue is more than a moment's breath. */
const long_queue_records = 1000;
/** A write that takes longer slows every answer to an SDK. */
const slow_sync_s = 0.25;
const soon_full_days = 14;

/** What is wrong and what to do about it, worst first; nothing when all is well. */
export function Advice({ system }: { system: System }) {
  const { disk, queue, ledger, keys } = system;
  const left = daysLeft(system);
  const off = difference(ledger);
  const limited = keys.filter((key) => key.rateLimited > 0);
  const found: Array<readonly [bad: boolean, text: string]> = [];
  if (disk.freeBytes <= disk.reserveBytes) found.push([true, t("advice.full", { bytes: bytes(disk.reserveBytes) })]);
  else if (left !== null && left < soon_full_days) found.push([false, t("advice.soon", { n: left })]);
  if (off !== 0) found.push([true, t("advice.off", { n: exactNumber(off) })]);
  if (queue.lagRecords > long_queue_records) found.push([false, t("advice.queue", { n: exactNumber(queue.lagRecords) })]);
  if (queue.lastSyncUs / 1_000_000 > slow_sync_s) found.push([false, t("advice.sync", { time: duration(queue.lastSyncUs / 1_000_000) })]);
  if (limited.length > 0) found.push([false, t("advice.limited", { names: limited.map((key) => `${key.projectSlug}/${key.label}`).join(", ") })]);
  if (found.length === 0) return null;
  return (
    <ul className="card links" aria-label={t("advice.title")}>
      {found.map(([bad, text]) => <li key={text} className="row-f p12"><Icon name="warning" className={bad ? "c-error" : "c-warning"} /><span>{text}</span></li>)}
    </ul>
  );
}
