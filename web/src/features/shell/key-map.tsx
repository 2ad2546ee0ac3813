import { type MessageKey, t } from "~/lib/i18n/index";
import { useStore } from "~/lib/store";
import { Dialog } from "~/ui/dialog";
import { Check } from "~/ui/field";
import { setSingleKeys, singleKeys } from "~/ui/hotkeys";

const groups: ReadonlyArray<[MessageKey, ReadonlyArray<[MessageKey, string]>]> = [
  ["keys.anywhere", [["keys.palette", "Ctrl K"], ["keys.search", "/"], ["keys.map", "?"], ["keys.undo", "Z"]]],
  ["keys.list", [["keys.move", "J K"], ["keys.ends", "Home End"], ["keys.select", "X"], ["keys.range", "Shift X"], ["keys.open", "Enter"], ["keys.views", "[ ]"], ["keys.fresh", "."], ["keys.clear", "Esc"]]],
  ["keys.issue", [["do.resolve", "E"], ["do.archive", "I"], ["do.assign", "A"], ["fact.priority", "P"], ["comment.label", "C"], ["keys.events", "← →"], ["keys.frames", "S"], ["keys.markdown", "Y"]]],
];

export function KeyMap({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const on = useStore(singleKeys);
  return (
    <Dialog open={open} onOpenChange={onOpenChange} wide title={t("keys.title")} hint={t("keys.hint")} actions={<Check label={t("keys.single")} checked={on} onChange={setSingleKeys} />}>
      <div className="kg">
        {groups.map(([title, rows]) => (
          <div key={title}>
            <h3>{t(title)}</h3>
            <dl>
              {rows.map(([label, keys]) => (
                <div key={label} className="kl">
                  <dt>{t(label)}</dt>
                  <dd>{keys.split(" ").map((key) => <kbd key={key}>{key}</kbd>)}</dd>
                </div>
              ))}
            </dl>
          </div>
        ))}
      </div>
    </Dialog>
  );
}
