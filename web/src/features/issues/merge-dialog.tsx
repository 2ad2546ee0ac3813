import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { getPage } from "~/api/http";
import type { Issue } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Field } from "~/ui/field";
import { LevelIcon } from "~/ui/level-icon";
import { Num, Time } from "~/ui/text";
import { useMerge } from "./merge";
import { issueBase } from "./queries";
import { titleParts } from "./status";

interface Props {
  org: string;
  issue: Issue;
  onClose: () => void;
  onMerged: (id: string) => void;
}

const pause_ms = 150;
const most = 8;

/** Another issue of the same project, found by its number or by words, becomes one with this. */
export function MergeDialog({ org, issue, onClose, onMerged }: Props) {
  const [text, setText] = useState("");
  const [settled, setSettled] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text.trim()), pause_ms);
    return () => clearTimeout(timer);
  }, [text]);
  const merge = useMerge(org);
  const found = useQuery({
    queryKey: ["merge-with", org, issue.project.id, settled],
    queryFn: async ({ signal }) => (await getPage<Issue>(issueBase(org), { project: issue.project.id, query: settled, limit: most + 1, collapse: "stats", shortIdLookup: 1, statsPeriod: "90d" }, signal)).items,
    placeholderData: keepPreviousData,
    // What is half typed may be no search yet.
    retry: false,
  });
  const others = (found.data ?? []).filter((each) => each.id !== issue.id && each.project.id === issue.project.id).slice(0, most);
  const pick = (other: Issue) => {
    onClose();
    merge([issue, other], onMerged);
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t("merge.title", { id: issue.shortId })}>
      <div className="form dlg-b">
        <Field label={t("merge.find")} autoFocus value={text} spellCheck={false} autoComplete="off" onChange={(event) => setText(event.target.value)} hint={t("merge.hint")} />
        <ul className="mrg" aria-label={t("issues")}>
          {others.map((other) => (
            <li key={other.id}>
              <LevelIcon level={other.level} />
              <div className="grow mrg-t">
                <div className="ell"><span className="m">{titleParts(other).type}</span> <span className="t2">{titleParts(other).message}</span></div>
                <div className="t12 t3"><span className="mono">{other.shortId}</span> · <Num value={other.count} /> {t("merge.events")} · <Time value={other.lastSeen} /></div>
              </div>
              <Button aria-label={t("merge.one", { id: other.shortId })} onClick={() => pick(other)}>{t("do.merge")}</Button>
            </li>
          ))}
          {others.length === 0 && !found.isPending && <li className="t3">{t("picker.nothing")}</li>}
        </ul>
      </div>
    </Dialog>
  );
}
