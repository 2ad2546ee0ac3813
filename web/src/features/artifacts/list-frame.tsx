import { useQuery } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { bootstrapQuery } from "~/api/session";
import { t } from "~/lib/i18n/index";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icon";
import { Empty, Failed, SkeletonRows } from "~/ui/states";
import { Commands, commandsOf, type Sort } from "./commands";

export interface ListProps {
  org: string;
  project: string;
  query: string;
  onQuery: (query: string) => void;
}

/** As far as this frame uses pages that are loaded one after another. */
interface Pages {
  isPending: boolean;
  isError: boolean;
  error: unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  refetch: () => unknown;
  fetchNextPage: () => unknown;
}

interface Props extends ListProps {
  sort: Sort;
  pages: Pages;
  count: number;
  children: ReactNode;
}

/** Search, waiting, failure, emptiness and "more" around one of the two lists. */
export function ListFrame({ org, project, query, onQuery, sort, pages, count, children }: Props) {
  const [text, setText] = useState(query);
  const url = useQuery(bootstrapQuery).data?.baseUrl ?? location.origin;
  const search = (event: FormEvent) => {
    event.preventDefault();
    onQuery(text.trim());
  };
  const placeholder = t(sort === "maps" ? "artifacts.search.maps" : "artifacts.search.files");
  const isBare = count === 0 && query === "" && !pages.isPending && !pages.isError;
  if (isBare) {
    return (
      <div className="art-e">
        <Empty icon={sort === "maps" ? "code" : "chip"} title={t(sort === "maps" ? "artifacts.noMaps" : "artifacts.noFiles")}>{t(sort === "maps" ? "artifacts.noMaps.text" : "artifacts.noFiles.text")}</Empty>
        <Commands org={org} text={commandsOf(sort, url, org, project)} />
      </div>
    );
  }
  return (
    <>
      <form className="evq art-q" role="search" onSubmit={search}>
        <label className="searchf grow"><Icon name="search" /><input aria-label={placeholder} placeholder={placeholder} value={text} onChange={(event) => setText(event.target.value)} /></label>
        <Button type="submit">{t("artifacts.find")}</Button>
      </form>
      {pages.isPending ? <SkeletonRows rows={4} /> : pages.isError ? <Failed error={pages.error} retry={() => void pages.refetch()} /> : count === 0 ? (
        <Empty icon="search" title={t("artifacts.nothing")} actions={<Button onClick={() => { setText(""); onQuery(""); }}>{t("artifacts.clear")}</Button>}>{t("artifacts.nothing.text")}</Empty>
      ) : children}
      {pages.hasNextPage && <p className="more-p"><Button onClick={() => void pages.fetchNextPage()} disabled={pages.isFetchingNextPage}>{t("artifacts.more")}</Button></p>}
    </>
  );
}
