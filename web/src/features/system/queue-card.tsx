import type { System } from "~/api/system";
import { t } from "~/lib/i18n/index";
import { bytes, exactNumber } from "~/lib/number";
import { duration } from "~/lib/time";
import { Chip } from "~/ui/badges";
import { Card } from "~/ui/page";

const long_queue_records = 1000;

export function QueueCard({ queue }: { queue: System["queue"] }) {
  const long = queue.lagRecords > long_queue_records;
  const rows: Array<[string, string]> = [
    [t("queue.sync"), duration(queue.lastSyncUs / 1_000_000)],
    [t("queue.notIndexed"), exactNumber(Math.max(0, queue.processed - queue.indexed))],
    [t("queue.journal"), t("queue.segments", { bytes: bytes(queue.bytes), n: queue.segments })],
    [t("queue.accepted"), exactNumber(queue.newest)],
  ];
  return (
    <Card title={t("queue.title")} actions={long ? <Chip tone="warn" icon="warning">{t("queue.long")}</Chip> : <Chip tone="ok" icon="check">{t("queue.level")}</Chip>}>
      <div className="p">
        <div className="big2">{t("queue.waiting", { n: exactNumber(queue.lagRecords) })}</div>
        <span className="t12 t3">{t("queue.hint")}</span>
        <dl className="terms">{rows.map(([name, value]) => <div key={name} className="tm"><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      </div>
    </Card>
  );
}
