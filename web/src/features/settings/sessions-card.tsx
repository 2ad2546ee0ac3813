import { useQueryClient } from "@tanstack/react-query";
import { accountQuery, endOtherSessions, endSession, type OwnSession } from "~/api/account";
import { t } from "~/lib/i18n/index";
import { Chip } from "~/ui/badges";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icon";
import { Card } from "~/ui/page";
import { Time } from "~/ui/text";
import { toast } from "~/ui/toast-store";
import { deviceName, isPhone } from "./device";

/** Where one is signed in. */
export function SessionsCard({ sessions }: { sessions: readonly OwnSession[] }) {
  const client = useQueryClient();
  const end = async (run: () => Promise<unknown>, text: string) => {
    try {
      await run();
      toast({ text });
    } catch (error) {
      toast({ text: t("action.failed", { reason: error instanceof Error ? error.message : "" }), icon: "warning" });
    }
    await client.invalidateQueries({ queryKey: accountQuery.queryKey });
  };
  return (
    <Card
      title={t("sessions.title")} hint={t("sessions.hint")}
      actions={sessions.length > 1 && <Button onClick={() => void end(endOtherSessions, t("sessions.othersEnded"))}>{t("sessions.endOthers")}</Button>}
    >
      <ul className="ses" aria-label={t("sessions.title")}>
        {sessions.map((session) => (
          <li key={session.id}>
            <Icon name={isPhone(session.device) ? "phone" : "monitor"} />
            <div className="grow">
              <div className="row-f" title={session.device ?? ""}><span className="m">{deviceName(session.device) ?? t("sessions.unknown")}</span>{session.current && <Chip tone="ok">{t("sessions.here")}</Chip>}</div>
              <p className="t12 t2">{t("sessions.seen")} <Time value={session.lastSeen} /> · {t("sessions.began")} <Time value={session.dateCreated} /></p>
            </div>
            {!session.current && <Button tone="ghost" className="danger" aria-label={t("sessions.endNamed", { device: deviceName(session.device) ?? t("sessions.unknown") })} onClick={() => void end(() => endSession(session.id), t("sessions.ended"))}>{t("sessions.end")}</Button>}
          </li>
        ))}
      </ul>
    </Card>
  );
}
