import { t } from "~/lib/i18n/index";
import { key_groups } from "~/lib/keymap";
import { useStore } from "~/lib/store";
import { Dialog } from "~/ui/dialog";
import { Check } from "~/ui/field";
import { setSingleKeys, singleKeys } from "~/ui/hotkeys";
import { Keys } from "~/ui/keys";

export function KeyMap({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const on = useStore(singleKeys);
  return (
    <Dialog open={open} onOpenChange={onOpenChange} wide title={t("keys.title")} hint={t("keys.hint")} actions={<Check label={t("keys.single")} checked={on} onChange={setSingleKeys} />}>
      <div className={`kg ${on ? "" : "off"}`}>
        {key_groups.map((group) => (
          <div key={group.title}>
            <h3>{t(group.title)}</h3>
            <dl>
              {group.keys.map((entry) => (
                <div key={entry.id} className="kl">
                  <dt>{t(entry.label)}</dt>
                  <dd><span className="sr">{entry.keys.join(" ")}</span><Keys keys={entry.keys} /></dd>
                </div>
              ))}
            </dl>
          </div>
        ))}
      </div>
      {!on && <p className="t12 t3 kg-n">{t("keys.off")}</p>}
    </Dialog>
  );
}
