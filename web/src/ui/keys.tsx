import { keyLabel } from "~/lib/keymap";
import { t } from "~/lib/i18n/index";

/** Keys as caps: `G then I`, `Shift E`. */
export function Keys({ keys }: { keys: readonly string[] }) {
  return (
    <span className="kbds" aria-hidden="true">
      {keys.map((name, index) => (name === "then" ? <span key={index} className="t3 t12">{t("keys.then")}</span> : <kbd key={index}>{keyLabel(name)}</kbd>))}
    </span>
  );
}
