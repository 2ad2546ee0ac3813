import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import type { ListedEvent } from "~/api/issue-types";
import { t } from "~/lib/i18n/index";
import { exact } from "~/lib/time";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icon";
import { Empty, Failed, SkeletonRows } from "~/ui/states";
import { Time } from "~/ui/text";
import { Wide } from "~/ui/wide";
import type { TabPlace } from "./issue-tabs";
import { isNarrowed } from "./issue-view";
import { eventListQuery } from "./queries";

/** Tags that make columns, as far as any event listed has them. */
const columns = [["release"], ["environment"], ["browser", "browser.name"], ["os", "os.name"], ["device", "device.family"], ["url"], ["transaction"], ["server_name"]] as const;
const shown_columns = 5;

function tagOf(event: ListedEvent, keys: readonly string[]): string {
  for (const key of keys) {
    const value = event.tags.find((tag) => tag.key === key)?.value;
    if (value) return value;
  }
  return "";
}

function who(event: ListedEvent): string {
  const user = event.user;
  return user ? (user.email ?? user.username ?? user.name ?? user.id ?? user.ip_address ?? "") : "";
}

/** Every event of the issue, newest first, searchable in the language of the list. */
export function EventList(place: TabPlace) {
  const { org, issue, view, onView } = place;
  const [text, setText] = useState(view.query ?? "");
  const pages = useInfiniteQuery(eventListQuery(org, issue.id, view));
  const events = (pages.data?.pages ?? []).flatMap((page) => page.items);
  const shown = columns.filter((keys) => events.some((event) => tagOf(event, keys) !== "")).slice(0, shown_columns);
  // One message that all events share is the issue's title; it would only take room.
  const messages = new Set(events.map((event) => event.message || event.title)).size > 1;
  const search = (change: FormEvent) => {
    change.preventDefault();
    onView({ query: text.trim() || undefined });
  };
  return (
    <section aria-label={t("tab.events")}>
      <form className="evq" role="search" onSubmit={search}>
        <label className="searchf grow">
          <Icon name="search" />
          <input aria-label={t("events.search")} placeholder={t("events.placeholder")} value={text} onChange={(change) => setText(change.target.value)} />
        </label>
        <Button type="submit">{t("events.find")}</Button>
      </form>
      {pages.isError ? <Failed error={pages.error} retry={() => void pages.refetch()} /> : pages.isPending ? <SkeletonRows rows={8} /> : events.length === 0 ? (
        <Empty icon="search" title={t("events.none")} actions={view.query || isNarrowed(view) ? <Button onClick={() => { setText(""); onView({ query: undefined, environment: undefined, start: undefined, end: undefined }); }}>{t("events.all")}</Button> : undefined}>{t("events.none.text")}</Empty>
      ) : (
        <Wide card label={t("tab.events")}>
          <table className="evt">
            <thead>
              <tr><th>{t("events.id")}</th><th>{t("events.when")}</th>{messages && <th>{t("events.message")}</th>}<th>{t("events.user")}</th>{shown.map((keys) => <th key={keys[0]}>{keys[0]}</th>)}</tr>
            </thead>
            <tbody>
              {events.map((event) => <Row key={event.eventID} event={event} place={place} shown={shown} messages={messages} />)}
            </tbody>
          </table>
        </Wide>
      )}
      {pages.hasNextPage && <p className="more-p"><Button onClick={() => void pages.fetchNextPage()} disabled={pages.isFetchingNextPage}>{t("events.more")}</Button></p>}
    </section>
  );
}

function Row({ event, place, shown, messages }: { event: ListedEvent; place: TabPlace; shown: ReadonlyArray<readonly string[]>; messages: boolean }) {
  return (
    <tr>
      <td>
        <Link className="mono link" to="/organizations/$org/issues/$issueId" params={{ org: place.org, issueId: place.issue.id }} search={(old: Record<string, unknown>) => ({ ...old, tab: undefined, event: event.eventID })}>{event.eventID.slice(0, 8)}</Link>
      </td>
      <td className="nw" title={exact(event.dateCreated)}><Time value={event.dateCreated} /></td>
      {messages && <td className="ms-c"><span className="ell" title={event.title}>{event.message || event.title}</span></td>}
      <td><span className="ell">{who(event)}</span></td>
      {shown.map((keys) => <td key={keys[0]}><span className="ell mono" title={tagOf(event, keys)}>{tagOf(event, keys)}</span></td>)}
    </tr>
  );
}
