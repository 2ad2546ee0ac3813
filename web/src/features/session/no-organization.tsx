import { t } from "~/lib/i18n/index";
import { Empty } from "~/ui/states";

export function NoOrganization() {
  return (
    <main className="auth">
      <Empty page icon="shield" title={t("session.noOrganization")}>{t("session.noOrganization.text")}</Empty>
    </main>
  );
}
