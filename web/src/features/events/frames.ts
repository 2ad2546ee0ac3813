/** Stack traces as people read them: the crash first, our code in front, the rest folded. */
import type { ExceptionValue, Frame } from "~/api/event-types";

export interface Shown {
  frame: Frame;
  /** Position in the trace as it was sent. */
  at: number;
}

export type Piece = { kind: "frame"; shown: Shown } | { kind: "hidden"; count: number; key: string };

/** Newest call first. In-app only: runs of other frames fold, except the one next to our own code that explains the call. */
export function pieces(frames: readonly Frame[], mode: "app" | "all"): Piece[] {
  const list = frames.map((frame, at) => ({ frame, at })).toReversed();
  if (mode === "all" || !frames.some((frame) => frame.inApp)) return list.map((shown) => ({ kind: "frame", shown }));
  const out: Piece[] = [];
  let hidden = 0;
  const flush = (key: string) => {
    if (hidden > 0) out.push({ kind: "hidden", count: hidden, key });
    hidden = 0;
  };
  for (const [i, shown] of list.entries()) {
    if (shown.frame.inApp) {
      flush(`before-${shown.at}`);
      out.push({ kind: "frame", shown });
    } else if (i === 0 || (list[i - 1]?.frame.inApp && list[i + 1]?.frame.inApp)) out.push({ kind: "frame", shown });
    else hidden += 1;
  }
  flush("end");
  return out;
}

export function frameName(frame: Frame): string {
  return frame.function ?? frame.rawFunction ?? frame.symbol ?? frame.instructionAddr ?? "<unknown>";
}

export function frameFile(frame: Frame): string {
  const file = frame.filename ?? frame.module ?? frame.package?.replace(/^.*[\\/]/, "") ?? frame.absPath ?? "";
  const line = frame.lineNo === null ? "" : `:${frame.lineNo}${frame.colNo === null ? "" : `:${frame.colNo}`}`;
  return file + line;
}

/** Name and version of the package a frame of others' code comes from, as far as the path and the modules say. */
export function framePackage(frame: Frame, packages: Record<string, string> | null): string {
  const path = frame.absPath ?? frame.filename ?? "";
  const name = /(?:node_modules|site-packages)\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? frame.module?.split(/[./]/)[0];
  const version = name ? packages?.[name] : undefined;
  return name && version ? `${name} ${version}` : "";
}

/** The frame to open first: the newest of ours, else the newest. */
export function firstToOpen(frames: readonly Frame[]): number {
  const own = frames.findLastIndex((frame) => frame.inApp);
  return own >= 0 ? own : frames.length - 1;
}

/** The frame as it ran, before a source map made it readable; null where there was none. */
export function original(frame: Frame): string | null {
  if (!frame.origFilename && !frame.origFunction) return null;
  const place = [frame.origAbsPath ?? frame.origFilename, frame.origLineNo, frame.origColNo].filter((part) => part !== null && part !== undefined && part !== "").join(":");
  return frame.origFunction ? `${frame.origFunction} (${place})` : place;
}

/** What was thrown last comes first; its causes follow. */
export function chain(values: readonly ExceptionValue[]): ExceptionValue[] {
  return values.toReversed();
}

/** The trace as plain text, newest call first, as one pastes it into a message. */
export function traceText(values: readonly ExceptionValue[]): string {
  return chain(values)
    .map((value, i) => {
      const head = `${i > 0 ? "Caused by: " : ""}${[value.type, value.value].filter(Boolean).join(": ")}`;
      const frames = (value.stacktrace?.frames ?? []).toReversed();
      return [head, ...frames.map((frame) => `    at ${frameName(frame)} (${[frame.instructionAddr, frameFile(frame)].filter(Boolean).join(" ")})`)].join("\n");
    })
    .join("\n");
}
