/** What is said below a frame beyond its source: other parts of the interface add their line here. */
import type { ComponentType } from "react";
import type { Frame } from "~/api/event-types";
import { isMinified, SourceMapNote, sourceMapProblems } from "./source-map-note";

export interface FrameNoteProps {
  frame: Frame;
  /** Position of the exception in the event, null for a thread or a bare stack. */
  exception: number | null;
  /** Position of the frame in its stack as it was sent. */
  at: number;
}

export interface FrameNote {
  id: string;
  /** Whether it has anything to say; cheap, asked for every frame. */
  fits: (frame: Frame) => boolean;
  Note: ComponentType<FrameNoteProps>;
}

export const frameNotes: FrameNote[] = [{ id: "source-map", fits: (frame) => sourceMapProblems(frame).length > 0, Note: SourceMapNote }];

/** Whether a frame could not be made readable: said in its head, before it is opened. */
export const staysMinified = isMinified;
