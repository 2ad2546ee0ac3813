import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { EventDetail } from "~/api/event-types";
import { isStatus } from "~/api/errors";
import { t } from "~/lib/i18n/index";
import { Button } from "~/ui/button";
import { copyText } from "~/ui/copy-button";
import { Empty, Failed, Loading } from "~/ui/states";
import { toast } from "~/ui/toast-store";
import { EventNav } from "./event-nav";
import type { TabPlace } from "./issue-tabs";
import { isNarrowed } from "./issue-view";
import { eventQuery } from "./queries";
import { TagBars } from "./tag-bars";

interface Props extends TabPlace {
  jumps: (event: EventDetail) => Array<[id: string, label: string]>;
  renderEvent: (event: EventDetail) => ReactNode;
  markdown: (event: EventDetail) => string;
}

/** One event of the issue and the way to the others. */
export function EventTab({ org, issue, view, onView, jumps, renderEvent, markdown }: Props) {
  const which = view.event ?? "latest";
  const event = useQuery(eventQuery(org, issue.id, which, view));
  const copy = async () => {
    if (event.data) toast((await copyText(markdown(event.data))) ? { text: t("copy.markdownDone") } : { text: t("copy.failed"), icon: "warning" });
  };
  const everything = <Button onClick={() => onView({ environment: undefined, start: undefined, end: undefined, event: undefined })}>{t("events.all")}</Button>;
  const none = isStatus(event.error, 404) && isNarrowed(view);
  return (
    <>
      <EventNav org={org} issue={issue} event={none ? undefined : event.data} which={which} narrowed={isNarrowed(view)} parts={event.data && !none ? [...jumps(event.data), ["tags", t("nav.tags")]] : []} onWhich={(next) => onView({ event: next === "latest" ? undefined : next })} onReload={() => void event.refetch()} onMarkdown={() => void copy()} />
      {none ? <Empty icon="search" title={t("events.noneInSpan")} actions={everything}>{t("events.none.text")}</Empty> : event.data ? renderEvent(event.data) : event.isError ? <Failed error={event.error} retry={() => void event.refetch()} /> : <Loading />}
      <TagBars org={org} issue={issue} view={view} />
    </>
  );
}
