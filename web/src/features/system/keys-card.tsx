import type { System } from "~/api/system";
import { t } from "~/lib/i18n/index";
import { exactNumber } from "~/lib/number";
import { Card } from "~/ui/page";
import { Wide } from "~/ui/wide";

export function KeysCard({ keys }: { keys: System["keys"] }) {
  return (
    <Card title={t("byKey.title")}>
      <Wide label={t("byKey.title")}>
        <table className="t">
          <thead><tr><th>{t("byKey.project")}</th><th>{t("byKey.key")}</th><th>{t("field.name")}</th><th className="r">{t("outcome.accepted")}</th><th className="r">{t("outcome.rate_limited")}</th></tr></thead>
          <tbody>
            {keys.map((key) => (
              <tr key={key.keyId}>
                <td className="m">{key.projectSlug}</td>
                <td className="mono t3" title={key.keyId}>{key.keyId.length > 12 ? `${key.keyId.slice(0, 4)}…${key.keyId.slice(-4)}` : key.keyId}</td>
                <td className="t2">{key.label}</td>
                <td className="r">{exactNumber(key.accepted)}</td>
                <td className={`r ${key.rateLimited > 0 ? "c-warning" : "t3"}`}>{exactNumber(key.rateLimited)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </Card>
  );
}
