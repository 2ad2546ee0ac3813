import { useEffect, useState } from "react";
import type { LiveState } from "~/api/stream";
import { t } from "~/lib/i18n/index";

const banner_after_ms = 10_000;

export function LiveDot({ state, children }: { state: LiveState; children?: React.ReactNode }) {
  const lost = state === "lost";
  return (
    <span className={`live ${lost ? "c-warning" : ""}`} role="status">
      <span className={lost ? "dot warn" : state === "live" ? "pulse" : "dot"} />
      {lost ? t("live.lost") : (children ?? t("live.on"))}
    </span>
  );
}

/** A banner once the connection has been gone for ten seconds. */
export function LostBanner({ state }: { state: LiveState }) {
  return state === "lost" ? <Banner /> : null;
}

function Banner() {
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), banner_after_ms);
    return () => clearTimeout(timer);
  }, []);
  if (!long) return null;
  return <div className="ban" role="alert"><b className="m">{t("live.banner")}</b> <span className="t2">{t("live.banner.text")}</span></div>;
}
