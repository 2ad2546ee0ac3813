import { useState } from "react";
import type { Thread } from "~/api/event-types";
import { t } from "~/lib/i18n/index";
import { Button } from "~/ui/button";
import { Menu } from "~/ui/menu";
import { StackView } from "./exceptions";

function label(thread: Thread): string {
  const flags = [thread.crashed ? t("thread.crashed") : "", thread.current ? t("thread.current") : ""].filter(Boolean).join(", ");
  return `${thread.name ?? t("thread.n", { id: String(thread.id ?? "") })}${flags ? ` (${flags})` : ""}`;
}

export function Threads({ threads, packages }: { threads: readonly Thread[]; packages: Record<string, string> | null }) {
  const first = Math.max(0, threads.findIndex((thread) => thread.crashed || thread.current));
  const [at, setAt] = useState(first);
  const thread = threads[at];
  if (!thread) return null;
  return (
    <section className="sec" id="threads">
      <div className="sh">
        <h2>{t("event.threads")}</h2>
        <span className="grow" />
        <Menu label={t("event.threads")} align="end" trigger={<Button>{label(thread)}</Button>} items={threads.map((each, i) => ({ id: String(i), label: label(each), checked: i === at, onSelect: () => setAt(i) }))} />
      </div>
      <div className="card exc"><StackView key={at} stack={thread.stacktrace} packages={packages} mode="app" /></div>
    </section>
  );
}
