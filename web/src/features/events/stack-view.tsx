import { useState } from "react";
import type { Stack } from "~/api/event-types";
import { t } from "~/lib/i18n/index";
import { exactNumber } from "~/lib/number";
import { Icon } from "~/ui/icon";
import { FrameView } from "./frame";
import { firstToOpen, pieces } from "./frames";
import { below, type Meta } from "./meta";

interface Props {
  stack: Stack | null;
  exception: number | null;
  packages: Record<string, string> | null;
  platform: string | null;
  mode: "app" | "all";
  meta: Meta;
}

/** Frames drawn at once; ten thousand come a step at a time. */
const shown_frames = 100;

export function StackView({ stack, exception, packages, platform, mode, meta }: Props) {
  const [all, setAll] = useState(false);
  const [shown, setShown] = useState(shown_frames);
  const frames = stack?.frames ?? [];
  if (frames.length === 0) return <p className="no-src t12 t3">{t("event.noStack")}</p>;
  const first = firstToOpen(frames);
  const list = pieces(frames, all ? "all" : mode);
  const omitted = stack?.framesOmitted;
  return (
    <>
      <ol className="frs">
        {list.slice(0, shown).map((piece) =>
          piece.kind === "frame" ? (
            <FrameView key={piece.shown.at} frame={piece.shown.frame} at={piece.shown.at} exception={exception} startOpen={piece.shown.at === first} packages={packages} platform={platform} meta={below(meta, "frames", piece.shown.at)} />
          ) : (
            <li key={piece.key} className="fr out">
              <button type="button" className="fh" onClick={() => setAll(true)}>
                <Icon name="chevronsUpDown" size={12} />
                <span>{t("frame.hidden", { n: piece.count })}</span>
              </button>
            </li>
          ),
        )}
        {list.length > shown && (
          <li className="fr out">
            <button type="button" className="fh" onClick={() => setShown(shown * 3)}>
              <Icon name="chevronDown" size={12} />
              <span>{t("frame.more", { n: exactNumber(list.length - shown) })}</span>
            </button>
          </li>
        )}
      </ol>
      {omitted && <p className="no-src t12 t3">{t("frame.omitted", { n: omitted[1] - omitted[0] })}</p>}
      <Registers registers={stack?.registers ?? null} />
    </>
  );
}

/** What the processor held when it stopped. */
function Registers({ registers }: { registers: Record<string, string> | null }) {
  const rows = Object.entries(registers ?? {});
  if (rows.length === 0) return null;
  return (
    <details className="regs">
      <summary className="t12">{t("native.registers", { n: rows.length })}</summary>
      <dl className="mono">{rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{String(value)}</dd></div>)}</dl>
    </details>
  );
}
