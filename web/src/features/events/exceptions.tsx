import { useState } from "react";
import type { ExceptionValue, Stack } from "~/api/event-types";
import { t } from "~/lib/i18n/index";
import { load, save } from "~/lib/storage";
import { Chip } from "~/ui/badges";
import { useHotkeys } from "~/ui/hotkeys";
import { Icon } from "~/ui/icon";
import { Seg } from "~/ui/seg";
import { FrameView } from "./frame";
import { chain, firstToOpen, frameName, pieces, traceText } from "./frames";

type Mode = "app" | "all" | "raw";
const modes: readonly Mode[] = ["app", "all", "raw"];

interface Props {
  values: readonly ExceptionValue[];
  packages: Record<string, string> | null;
}

/** What was thrown, its stack, and below it what caused it. */
export function Exceptions({ values, packages }: Props) {
  const [mode, setMode] = useState<Mode>((load("frames") as Mode | null) ?? "app");
  const choose = (next: Mode) => {
    setMode(next);
    save("frames", next);
  };
  useHotkeys({ s: () => choose(modes[(modes.indexOf(mode) + 1) % 2] ?? "app") });
  return (
    <section id="stack" aria-label={t("event.stack")}>
      {chain(values).map((value, i) => (
        <ExceptionCard key={i} value={value} index={i} packages={packages} mode={mode} onMode={choose} />
      ))}
    </section>
  );
}

interface CardProps {
  value: ExceptionValue;
  index: number;
  packages: Record<string, string> | null;
  mode: Mode;
  onMode: (mode: Mode) => void;
}

function ExceptionCard({ value, index, packages, mode, onMode }: CardProps) {
  const [open, setOpen] = useState(index === 0);
  const frames = value.stacktrace?.frames ?? [];
  const own = frames.filter((frame) => frame.inApp).length;
  const thrown = frames[firstToOpen(frames)];
  return (
    <div className={`card exc ${index > 0 ? "cause" : ""}`}>
      <div className={`exh ${open ? "" : "shut"}`}>
        {index > 0 && (
          <button type="button" className="exo" aria-expanded={open} onClick={() => setOpen(!open)}>
            <Icon name={open ? "chevronDown" : "chevronRight"} size={12} />
            <span className="t12 t3">{t("event.causedBy")}</span>
          </button>
        )}
        <span className="ty">{value.type ?? t("event.unnamed")}</span>
        <span className="exv grow t2">{value.value}</span>
        {value.mechanism?.handled === false && index === 0 && <Chip tone="esc" title={t("event.unhandled.hint")}>{t("event.unhandled")}</Chip>}
        {index === 0 && frames.length > 0 ? (
          <Seg label={t("frame.which")} value={mode} onChange={onMode} options={[{ value: "app", label: t("frame.app", { n: own }) }, { value: "all", label: t("frame.all", { n: frames.length }) }, { value: "raw", label: t("frame.raw") }]} />
        ) : (
          thrown && <span className="t12 t3 nw exw">{t("event.thrownIn", { where: frameName(thrown), n: frames.length })}</span>
        )}
      </div>
      {open && (mode === "raw" ? <pre className="raw" tabIndex={0}>{traceText([value])}</pre> : <StackView stack={value.stacktrace} packages={packages} mode={mode} />)}
    </div>
  );
}

export function StackView({ stack, packages, mode }: { stack: Stack | null; packages: Record<string, string> | null; mode: "app" | "all" }) {
  const [all, setAll] = useState(false);
  const frames = stack?.frames ?? [];
  if (frames.length === 0) return <p className="no-src t12 t3">{t("event.noStack")}</p>;
  const first = firstToOpen(frames);
  return (
    <ol className="frs">
      {pieces(frames, all ? "all" : mode).map((piece) =>
        piece.kind === "frame" ? (
          <FrameView key={piece.shown.at} frame={piece.shown.frame} startOpen={piece.shown.at === first} packages={packages} />
        ) : (
          <li key={piece.key} className="fr out">
            <button type="button" className="fh" onClick={() => setAll(true)}>
              <Icon name="chevronsUpDown" size={12} />
              <span>{t("frame.hidden", { n: piece.count })}</span>
            </button>
          </li>
        ),
      )}
    </ol>
  );
}

