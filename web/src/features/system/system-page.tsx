import { useQuery } from "@tanstack/react-query";
import { systemQuery } from "~/api/system";
import { t } from "~/lib/i18n/index";
import { bytes } from "~/lib/number";
import { duration, toMs } from "~/lib/time";
import { CopyButton } from "~/ui/copy-button";
import { Bar, useTitle } from "~/ui/page";
import { Failed, Loading } from "~/ui/states";
import { useNow } from "~/ui/text";
import { Advice } from "./advice";
import { DiskCard } from "./disk-card";
import { KeysCard } from "./keys-card";
import { LedgerCard } from "./ledger-card";
import { QueueCard } from "./queue-card";
import { ReasonsCard } from "./reasons-card";

const every_ms = 2000;

/** Is every event accounted for, does the queue drain, is there room: on one page. */
export function SystemPage() {
  const system = useQuery({ ...systemQuery, refetchInterval: every_ms });
  const now = useNow();
  useTitle(t("system.title"));
  const data = system.data;
  const low = data ? data.disk.freeBytes <= data.disk.reserveBytes : false;
  return (
    <>
      <Bar
        title={t("system.title")}
        actions={<><span className={`live ${system.isError ? "c-warning" : ""}`}><span className={system.isError ? "dot warn" : "pulse"} />{t(system.isError ? "system.stale" : "system.updated")}</span>{data && <CopyButton text={() => JSON.stringify(data, null, 2)} label={t("system.copy")} className="hide-s" />}</>}
      />
      <main className="sy" tabIndex={0}>
        {!data ? system.isError ? <Failed error={system.error} retry={() => void system.refetch()} /> : <Loading /> : (
          <>
            <div className="row-f t12 t2 sy-h">
              <span className="row-f g6"><span className={`dot ${low ? "bad" : "ok"}`} /><b className="m c-1">{t(low ? "system.diskLow" : "system.inOrder")}</b></span>
              <span>{t("system.version", { version: data.version, up: duration((now - (toMs(data.startedAt) ?? now)) / 1000) })}</span>
              <span>{t("system.memory", { bytes: bytes(data.memoryRssBytes) })}</span>
              <span>{t("system.embedded")}</span>
            </div>
            <Advice system={data} />
            <LedgerCard ledger={data.ledger} />
            <div className="g3">
              <QueueCard queue={data.queue} />
              <DiskCard system={data} />
              <ReasonsCard ledger={data.ledger} />
            </div>
            <KeysCard keys={data.keys} />
          </>
        )}
      </main>
    </>
  );
}
