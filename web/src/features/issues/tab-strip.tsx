import { Link } from "@tanstack/react-router";
import { type ReactNode, useRef } from "react";
import { t } from "~/lib/i18n/index";
import { useCurrentInView } from "~/ui/use-in-view";
import type { IssueTab, TabPlace } from "./issue-tabs";

/** The tabs are links: each is an address. The first is the event. */
export function TabStrip({ tabs, current, place, children }: { tabs: readonly IssueTab[]; current: string; place: TabPlace; children?: ReactNode }) {
  const strip = useRef<HTMLElement>(null);
  useCurrentInView(strip, current);
  return (
    <div className="itabs">
      <nav ref={strip} aria-label={t("issue.tabs")}>
        {tabs.filter((tab) => tab.has?.(place.issue) ?? true).map((tab, i) => (
          <Link
            key={tab.id} to="/organizations/$org/issues/$issueId" params={{ org: place.org, issueId: place.issue.id }} resetScroll={false}
            search={(old: Record<string, unknown>) => ({ ...old, tab: i === 0 ? undefined : tab.id })}
            aria-current={tab.id === current ? "page" : undefined}
          >
            {t(tab.label)}{tab.Count && <span className="n"><tab.Count {...place} /></span>}
          </Link>
        ))}
      </nav>
      <span className="grow" />
      {children}
    </div>
  );
}
