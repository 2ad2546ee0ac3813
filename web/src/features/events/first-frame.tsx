import { entry, type EventDetail } from "~/api/event-types";
import { t } from "~/lib/i18n/index";
import { CodeLines } from "./code-lines";
import { exceptionTree } from "./exception-tree";
import { firstToOpen, frameFile, frameName } from "./frames";

/** Lines of source before and after the one that was running. */
const around = 1;

/** On a phone, where the stack trace is below the fold: the frame it opens with, and the way to the rest. */
export function FirstFrame({ event }: { event: EventDetail }) {
  const value = exceptionTree(entry(event, "exception")?.values ?? [])[0]?.value;
  const frames = value?.stacktrace?.frames ?? [];
  const frame = frames[firstToOpen(frames)];
  if (!frame) return null;
  const lines = (frame.context ?? []).filter(([line]) => Math.abs(line - (frame.lineNo ?? 0)) <= around);
  return (
    <section className="card first-f" aria-label={t("frame.first")}>
      <button type="button" className="first-h" onClick={() => document.getElementById("stack")?.scrollIntoView()}>
        <span className="mono ell"><b>{frameName(frame)}</b> <span className="t3">{frameFile(frame)}</span></span>
        <span className="c-accent t12 nw">{t("event.stack")}</span>
      </button>
      {lines.length > 0 && <CodeLines lines={lines} hit={frame.lineNo} column={frame.colNo} filename={frame.filename ?? frame.absPath ?? ""} platform={frame.platform ?? event.platform} />}
    </section>
  );
}
