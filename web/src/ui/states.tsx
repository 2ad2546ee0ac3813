/** Empty, loading, failed: each names the next step. */
import { type ReactNode, useEffect, useState } from "react";
import { t } from "~/lib/i18n/index";
import { Button } from "./button";
import { CopyButton } from "./copy-button";
import { Icon, Mark } from "./icon";
import type { IconName } from "./icon-paths";

interface EmptyProps {
  icon?: IconName;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  /** True where it is the whole page. */
  page?: boolean;
}

export function Empty({ icon, title, children, actions, page }: EmptyProps) {
  const Heading = page ? "h1" : "h2";
  return (
    <div className="mid">
      <span className="ic">{icon ? <Icon name={icon} size={16} /> : <Mark />}</span>
      <Heading>{title}</Heading>
      {children && <div className="t2 mid-t">{children}</div>}
      {actions && <div className="row-f">{actions}</div>}
    </div>
  );
}

interface Failure {
  status?: number;
  path?: string;
  message: string;
}

export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const failure = error as Failure;
  const status = failure.status ?? 0;
  if (status === 403) return <Empty icon="shield" title={t("state.forbidden")}>{t("state.forbidden.text")}</Empty>;
  if (status === 404) return <Empty icon="search" title={t("state.notFound")}>{failure.message}</Empty>;
  const details = `${failure.path ?? ""} ${status} ${failure.message}`.trim();
  return (
    <div role="alert" className="mid-w">
      <Empty
        icon="warning"
        title={status === 0 ? t("state.unreachable") : t("state.failed")}
        actions={
          <>
            {retry && <Button onClick={retry}>{t("retry")}</Button>}
            <CopyButton text={details} label={t("copy.details")} className="ghost" />
          </>
        }
      >
        {failure.path && <span className="mono">{failure.path.split("?")[0]}</span>} {status > 0 && <>{t("state.answered", { status })} {failure.message}</>}
      </Empty>
    </div>
  );
}

const skeleton_after_ms = 150;

/** Nothing at first: an answer within 150 ms needs no skeleton. */
export function useLate(): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), skeleton_after_ms);
    return () => clearTimeout(timer);
  }, []);
  return late;
}

export function SkeletonRows({ rows = 12 }: { rows?: number }) {
  const late = useLate();
  return (
    <div role="status" aria-label={t("loading")} aria-busy="true">
      {late && Array.from({ length: rows }, (_, i) => <div key={i} className={`sk w${i % 5}`} aria-hidden="true"><i className="o" /><i /><i /><i /><i /><i /><i className="o" /></div>)}
    </div>
  );
}

export function Loading() {
  return <div role="status" aria-label={t("loading")} aria-busy="true" className="mid">{useLate() && <span className="spin" />}</div>;
}

/** A page whose code broke: not the server's fault, so it says so, and leaves the frame around it standing. */
export function Crashed({ error, retry }: { error: unknown; retry: () => void }) {
  const known = typeof error === "object" && error !== null && "status" in error;
  if (known) return <Failed error={error} retry={retry} />;
  const details = error instanceof Error ? `${error.name}: ${error.message}\n${error.stack ?? ""}` : String(error);
  return (
    <div role="alert" className="mid-w">
      <Empty icon="warning" title={t("state.crashed")} actions={<><Button onClick={retry}>{t("state.reload")}</Button><CopyButton text={`${location.pathname}\n${details}`} label={t("copy.details")} className="ghost" /></>}>
        {t("state.crashed.text")}
      </Empty>
    </div>
  );
}
