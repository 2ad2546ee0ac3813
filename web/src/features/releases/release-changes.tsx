import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { type Commit, commitsQuery, type Deploy, deploysQuery } from "~/api/releases";
import { t } from "~/lib/i18n/index";
import { duration, toMs } from "~/lib/time";
import { Chip } from "~/ui/badges";
import { CopyButton } from "~/ui/copy-button";
import { Card } from "~/ui/page";
import { Failed, SkeletonRows } from "~/ui/states";
import { Num, Time } from "~/ui/text";

interface Place {
  org: string;
  version: string;
}

/** Nothing yet, and the command that fills it. */
function Nothing({ text, command }: { text: string; command: string }) {
  return <div className="p12 stack8"><p className="t3">{text}</p><div className="dsn"><span className="mono t12 ell grow">{command}</span><CopyButton text={command} /></div></div>;
}

const quoted = (version: string) => (/^[\w@.+-]+$/.test(version) ? version : `'${version.replaceAll("'", String.raw`'\''`)}'`);

export function Commits({ org, version }: Place) {
  const commits = useQuery(commitsQuery(org, version));
  return (
    <Card title={<>{t("releases.commits")} {commits.data && <Num value={commits.data.length} />}</>}>
      {commits.isPending ? <SkeletonRows rows={3} /> : commits.isError ? <Failed error={commits.error} /> : commits.data.length === 0 ? <Nothing text={t("release.commits.none")} command={t("release.commits.how", { version: quoted(version) })} /> : (
        <ul className="rel-l">{commits.data.map((each) => <li key={`${each.repository?.name} ${each.id}`}><CommitLine commit={each} /></li>)}</ul>
      )}
    </Card>
  );
}

function authorOf(commit: Commit): string {
  const author = commit.author as { name?: string | null; email?: string | null } | null;
  return author?.name ?? author?.email ?? "";
}

function CommitLine({ commit }: { commit: Commit }): ReactNode {
  return (
    <>
      <p className="ell m" title={commit.message ?? ""}>{commit.message?.split("\n")[0] || commit.id}</p>
      <p className="t12 t3 ell"><span className="mono" title={commit.id}>{commit.id.slice(0, 8)}</span> {[authorOf(commit), commit.repository?.name].filter(Boolean).join(" · ")} · <Time value={commit.dateCreated} /></p>
    </>
  );
}

export function Deploys({ org, version }: Place) {
  const deploys = useQuery(deploysQuery(org, version));
  return (
    <Card title={<>{t("releases.deploys")} {deploys.data && <Num value={deploys.data.length} />}</>}>
      {deploys.isPending ? <SkeletonRows rows={3} /> : deploys.isError ? <Failed error={deploys.error} /> : deploys.data.length === 0 ? <Nothing text={t("release.deploys.none")} command={t("release.deploys.how", { version: quoted(version) })} /> : (
        <ul className="rel-l">{deploys.data.map((each) => <li key={each.id}><DeployLine deploy={each} /></li>)}</ul>
      )}
    </Card>
  );
}

function DeployLine({ deploy }: { deploy: Deploy }) {
  const [from, to] = [toMs(deploy.dateStarted), toMs(deploy.dateFinished)];
  const took = from !== null && to !== null && to > from ? t("release.took", { time: duration((to - from) / 1000) }) : "";
  return (
    <>
      <p className="row-f"><Chip tone="acc" icon="deploy">{deploy.environment}</Chip>{deploy.name && <span className="m ell">{deploy.name}</span>}</p>
      <p className="t12 t3 ell"><Time value={deploy.dateFinished} />{took && ` · ${took}`}{deploy.url && /^https?:/.test(deploy.url) && <> · <a className="link" href={deploy.url} target="_blank" rel="noopener noreferrer">{deploy.url}</a></>}</p>
    </>
  );
}
