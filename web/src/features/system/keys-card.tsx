import type { System } from "~/api/system";
import { t } from "~/lib/i18n/index";
import { exactNumber } from "~/lib/number";
import { Card } from "~/ui/page";
import { Table } from "~/ui/table";

/** Longest id that is shown whole. */
const whole_chars = 12;

const short = (id: string) => (id.length > whole_chars ? `${id.slice(0, 4)}…${id.slice(-4)}` : id);

export function KeysCard({ keys }: { keys: System["keys"] }) {
  return (
    <Card title={t("byKey.title")}>
      <Table
        label={t("byKey.title")} rows={keys} keyOf={(key) => key.keyId}
        columns={[
          { id: "project", head: t("byKey.project"), className: "m" }, { id: "key", head: t("byKey.key"), className: "mono t3" }, { id: "name", head: t("field.name"), className: "t2" },
          { id: "stored", head: t("outcome.accepted"), right: true }, { id: "limited", head: t("outcome.rate_limited"), right: true },
        ]}
        renderCells={(key) => [
          key.projectSlug, <span key="key" title={key.keyId}>{short(key.keyId)}</span>, key.label, exactNumber(key.accepted),
          <span key="limited" className={key.rateLimited > 0 ? "c-warning" : "t3"}>{exactNumber(key.rateLimited)}</span>,
        ]}
      />
    </Card>
  );
}
