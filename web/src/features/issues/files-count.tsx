import { useQuery } from "@tanstack/react-query";
import type { TabPlace } from "./issue-tabs";
import { issueFilesQuery } from "./queries";

export function FilesCount({ org, issue }: TabPlace) {
  return useQuery(issueFilesQuery(org, issue.id)).data?.length ?? null;
}
