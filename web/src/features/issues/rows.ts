/** Issues and the heads of their sections in one run of rows, as the virtual list draws them. */
import type { Issue } from "~/api/types";
import type { IssueGroup } from "~/api/views";

export type Row = { kind: "group"; group: IssueGroup; folded: boolean } | { kind: "issue"; issue: Issue; index: number };

interface Listed {
  items: readonly Issue[];
  sections: Readonly<Record<string, string>>;
}

/** Issues of all pages, each once, without those of folded sections; in the order in which the keys walk. */
export function visibleIssues(pages: readonly Listed[], folded: (section: string) => boolean): Issue[] {
  const seen = new Set<string>();
  const out: Issue[] = [];
  for (const { items, sections } of pages) {
    for (const issue of items) {
      if (seen.has(issue.id) || folded(sections[issue.id] ?? "")) continue;
      seen.add(issue.id);
      out.push(issue);
    }
  }
  return out;
}

/** A head stands before the first issue of its section, and alone where the section is folded. Sections without issues have none. */
export function rowsOf(issues: readonly Issue[], sectionOf: (issue: Issue) => string | undefined, groups: readonly IssueGroup[], folded: (section: string) => boolean): Row[] {
  const out: Row[] = [];
  const bySection = new Map<string, Array<{ issue: Issue; index: number }>>();
  issues.forEach((issue, index) => {
    const section = sectionOf(issue) ?? "";
    bySection.set(section, [...(bySection.get(section) ?? []), { issue, index }]);
  });
  const known = groups.filter((group) => group.count > 0 || bySection.has(group.id));
  const lastLoaded = known.findLastIndex((group) => bySection.has(group.id));
  known.forEach((group, at) => {
    const shut = folded(group.id);
    const own = bySection.get(group.id) ?? [];
    // A section that has not been loaded yet gets its head when its rows come.
    if (own.length > 0 || (shut && at <= lastLoaded + 1)) out.push({ kind: "group", group, folded: shut });
    for (const each of own) out.push({ kind: "issue", ...each });
    bySection.delete(group.id);
  });
  for (const rest of bySection.values()) for (const each of rest) out.push({ kind: "issue", ...each });
  return out;
}
