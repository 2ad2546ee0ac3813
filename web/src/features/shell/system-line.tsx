import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { isStatus } from "~/api/errors";
import { difference, systemQuery } from "~/api/system";
import { t } from "~/lib/i18n/index";

const every_ms = 30_000;

/** One line that says whether the installation is well; only for those who may see the system page. */
export function SystemLine({ org }: { org: string }) {
  const system = useQuery({ ...systemQuery, refetchInterval: (query) => (query.state.error ? false : every_ms), retry: false });
  if (isStatus(system.error, 403) || isStatus(system.error, 404)) return null;
  const data = system.data;
  const low = data ? data.disk.freeBytes <= data.disk.reserveBytes : false;
  const off = data ? difference(data.ledger) !== 0 : false;
  const bad = system.isError || low;
  const text = system.isError ? t("system.unknown") : low ? t("system.diskLow") : data ? t("system.inOrder") : "";
  return (
    <Link className="sysline" to="/organizations/$org/system" params={{ org }} title={text}>
      <span className={`dot ${bad ? "bad" : off ? "warn" : data ? "ok" : ""}`} />
      <span>
        {text}
        <br />
        <span className="t3">{data ? t(off ? "system.off" : "system.accounted") : ""}</span>
      </span>
    </Link>
  );
}
