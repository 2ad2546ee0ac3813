import { t } from "~/lib/i18n/index";
import { copyWithToast } from "~/ui/copy-button";

/** A debug id: long, seldom read, often compared; a click copies it. */
export function DebugId({ id }: { id: string }) {
  return <button type="button" className="mono t12 link art-id" title={id} aria-label={t("artifacts.copyId", { id })} onClick={() => void copyWithToast(id, t("artifacts.idCopied"))}>{id.slice(0, 13)}…</button>;
}
