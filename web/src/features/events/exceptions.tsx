import { useState } from "react";
import { entry, type EventDetail } from "~/api/event-types";
import { t } from "~/lib/i18n/index";
import { load, save } from "~/lib/storage";
import { Chip } from "~/ui/badges";
import { CopyButton } from "~/ui/copy-button";
import { useHotkeys } from "~/ui/hotkeys";
import { Icon } from "~/ui/icon";
import { Seg } from "~/ui/seg";
import { type Branch, exceptionTree } from "./exception-tree";
import { firstToOpen, frameName, traceText } from "./frames";
import { below, entryMeta, type Meta } from "./meta";
import { StackView } from "./stack-view";
import { Scrubbed } from "./value";

export type Mode = "app" | "all" | "raw";
const modes: readonly Mode[] = ["app", "all", "raw"];
/** Exceptions drawn at once. */
const shown_exceptions = 30;

/** Which frames to show, remembered on this device; `s` switches. */
export function useFrameMode(): [Mode, (mode: Mode) => void] {
  const [mode, setMode] = useState<Mode>(() => modes.find((each) => each === load("frames")) ?? "app");
  const choose = (next: Mode) => {
    setMode(next);
    save("frames", next);
  };
  useHotkeys({ s: () => choose(mode === "app" ? "all" : "app") });
  return [mode, choose];
}

/** What was thrown, its stack, and below it what caused it or what it holds. */
export function Exceptions({ event }: { event: EventDetail }) {
  const [mode, choose] = useFrameMode();
  const [shown, setShown] = useState(shown_exceptions);
  const values = entry(event, "exception")?.values ?? [];
  const tree = exceptionTree(values);
  const meta = below(entryMeta(event, "exception"), "values");
  return (
    <section id="stack" aria-label={t("event.stack")}>
      {tree.slice(0, shown).map((branch, i) => (
        <ExceptionCard key={branch.at} branch={branch} first={i === 0} event={event} mode={mode} onMode={choose} meta={below(meta, branch.at)} all={() => traceText(values)} />
      ))}
      {tree.length > shown && <button type="button" className="link p12" onClick={() => setShown(shown * 3)}>{t("event.moreExceptions", { n: tree.length - shown })}</button>}
    </section>
  );
}

interface CardProps {
  branch: Branch;
  first: boolean;
  event: EventDetail;
  mode: Mode;
  onMode: (mode: Mode) => void;
  meta: Meta;
  all: () => string;
}

const roles = { top: "", cause: "event.causedBy", member: "event.member" } as const;

function ExceptionCard({ branch, first, event, mode, onMode, meta, all }: CardProps) {
  const { value, depth, role, source } = branch;
  const [open, setOpen] = useState(first);
  const frames = value.stacktrace?.frames ?? [];
  const own = frames.filter((frame) => frame.inApp).length;
  const thrown = frames[firstToOpen(frames)];
  const word = roles[role === "top" && !first ? "cause" : role];
  return (
    <div className={`card exc ${first ? "" : "cause"} ${depth > 0 ? `dep d${depth}` : ""}`}>
      <div className={`exh ${open ? "" : "shut"}`}>
        {!first && (
          <button type="button" className="exo" aria-expanded={open} onClick={() => setOpen(!open)}>
            <Icon name={open ? "chevronDown" : "chevronRight"} size={12} />
            <span className="t12 t3">{word && t(word)}{source && <span className="mono"> {source}</span>}</span>
          </button>
        )}
        <span className="ty">{value.type ?? t("event.unnamed")}</span>
        <span className="exv grow t2"><Scrubbed text={value.value ?? ""} meta={below(meta, "value")} /></span>
        {value.mechanism?.is_exception_group && <Chip>{t("event.group")}</Chip>}
        {value.mechanism?.handled === false && first && <Chip tone="esc" title={t("event.unhandled.hint")}>{t("event.unhandled")}</Chip>}
        {first && frames.length > 0 ? (
          <>
            <Seg label={t("frame.which")} value={mode} onChange={onMode} options={[{ value: "app", label: t("frame.app", { n: own }) }, { value: "all", label: t("frame.all", { n: frames.length }) }, { value: "raw", label: t("frame.raw") }]} />
            <CopyButton text={all} label={t("copy.text")} className="ghost cp-t" />
          </>
        ) : (
          thrown && <span className="t12 t3 nw exw">{t("event.thrownIn", { where: frameName(thrown), n: frames.length })}</span>
        )}
      </div>
      {open && (mode === "raw" ? <RawTrace branch={branch} /> : <StackView stack={value.stacktrace} exception={branch.at} packages={event.packages} platform={event.platform} mode={mode} meta={below(meta, "stacktrace")} />)}
    </div>
  );
}

/** As text, readable and, where a map or symbols were applied, as it ran. */
function RawTrace({ branch }: { branch: Branch }) {
  const { value } = branch;
  const [before, setBefore] = useState(false);
  const ran = value.rawStacktrace ? { ...value, stacktrace: value.rawStacktrace } : null;
  return (
    <>
      {ran && <p className="raw-t t12"><button type="button" className="link" aria-pressed={before} onClick={() => setBefore(!before)}>{t(before ? "frame.readable" : "frame.asItRan")}</button></p>}
      <pre className="raw" tabIndex={0}>{traceText([before && ran ? ran : value])}</pre>
    </>
  );
}
