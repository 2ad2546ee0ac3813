/** Below a frame that stayed minified: the step that failed, and the command that mends it. */
import type { Frame, FrameProblem } from "~/api/event-types";
import { t, told } from "~/lib/i18n/index";
import { CopyButton } from "~/ui/copy-button";
import { Icon } from "~/ui/icon";

export function sourceMapProblems(frame: Frame): FrameProblem[] {
  return (frame.errors ?? []).filter((problem) => problem.type.startsWith("js_"));
}

/** True when no source map was applied although one was looked for. */
export function isMinified(frame: Frame): boolean {
  return !frame.mapUrl && sourceMapProblems(frame).length > 0;
}

const isCommand = (fix: string) => fix.startsWith("sentry-cli ");

export function SourceMapNote({ frame }: { frame: Frame }) {
  return (
    <section className="sm-note" aria-label={t("frame.whyMinified")}>
      {sourceMapProblems(frame).map((problem) => (
        <div key={problem.type}>
          <p className="sm-why"><Icon name="warning" size={12} /><span>{told(problem.message ?? problem.type)}</span></p>
          {problem.fix && (
            <p className="sm-fix">
              <span className="t3">{t("frame.mend")}</span>
              {isCommand(problem.fix) ? <><code className="mono">{told(problem.fix)}</code><CopyButton text={told(problem.fix)} className="ghost" /></> : <span>{told(problem.fix)}</span>}
            </p>
          )}
        </div>
      ))}
    </section>
  );
}
