import { useMemo, useState } from "react";
import { entry, type EventDetail, type Thread } from "~/api/event-types";
import { t } from "~/lib/i18n/index";
import { Button } from "~/ui/button";
import { Picker } from "~/ui/picker";
import { Seg } from "~/ui/seg";
import { frameName, firstToOpen } from "./frames";
import { below, entryMeta } from "./meta";
import { StackView } from "./stack-view";

function label(thread: Thread): string {
  const flags = [thread.crashed ? t("thread.crashed") : "", thread.current ? t("thread.current") : "", thread.state ?? ""].filter(Boolean).join(", ");
  return `${thread.name ?? t("thread.n", { id: String(thread.id ?? "") })}${flags ? ` (${flags})` : ""}`;
}

/** One thread at a time: the one that crashed first, the others by name and where they stood. */
export function Threads({ event }: { event: EventDetail }) {
  const threads = useMemo(() => entry(event, "threads")?.values ?? [], [event]);
  const first = Math.max(0, threads.findIndex((thread) => thread.crashed || thread.current));
  const [at, setAt] = useState(first);
  const [mode, setMode] = useState<"app" | "all">("app");
  const items = useMemo(() => threads.map((each, i) => {
    const frames = each.stacktrace?.frames ?? [];
    const top = frames[firstToOpen(frames)];
    return { value: String(i), label: label(each), hint: top ? <span className="mono">{frameName(top).slice(0, 40)}</span> : t("thread.none") };
  }), [threads]);
  const thread = threads[at];
  if (!thread) return null;
  const frames = thread.stacktrace?.frames ?? [];
  return (
    <section className="sec" id="threads">
      <div className="sh">
        <h2>{t("event.threads")}</h2>
        <span className="t3">{threads.length}</span>
        <span className="grow" />
        {frames.length > 0 && <Seg label={t("frame.which")} value={mode} onChange={setMode} options={[{ value: "app", label: t("frame.app", { n: frames.filter((frame) => frame.inApp).length }) }, { value: "all", label: t("frame.all", { n: frames.length }) }]} />}
        <Picker label={t("thread.pick")} align="end" items={items} selected={[String(at)]} onPick={(value) => setAt(Number(value))} trigger={<Button icon="layers">{label(thread)}</Button>} />
      </div>
      <div className="card exc"><StackView key={at} stack={thread.stacktrace} exception={null} packages={event.packages} platform={event.platform} mode={mode} meta={below(entryMeta(event, "threads"), "values", at, "stacktrace")} /></div>
    </section>
  );
}
