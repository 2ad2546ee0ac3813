import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { artifactUsageQuery } from "~/api/artifacts";
import { keysQuery, projectQuery } from "~/api/projects";
import { t } from "~/lib/i18n/index";
import { CopyButton } from "~/ui/copy-button";
import { Bar, useTitle } from "~/ui/page";
import { Failed, Loading } from "~/ui/states";
import { CodeBox, Command } from "./code-box";
import { NextSteps } from "./next-steps";
import { PlatformPicker } from "./platform-picker";
import { fill, frameworkOf, platformOf } from "./platforms";
import { fillUpload, sourceMapSnippets } from "./source-map-snippets";
import { Step } from "./step";
import { Waiting } from "./waiting";

export function GettingStarted({ org, slug }: { org: string; slug: string }) {
  const project = useQuery(projectQuery(org, slug));
  const keys = useQuery(keysQuery(org, slug));
  const [picked, setPicked] = useState<string | null>(null);
  const [text, setText] = useState("");
  const [arrived, setArrived] = useState(false);
  useTitle(t("project.start"), slug);
  const key = keys.data?.find((each) => each.isActive);
  const platform = platformOf(picked ?? project.data?.platform);
  const maps = sourceMapSnippets(platform.id);
  const mapped = (useQuery(artifactUsageQuery(org, slug)).data?.bundles.count ?? 0) > 0;
  const dsn = key?.dsn.public ?? "";
  const failed = project.error ?? keys.error;
  return (
    <>
      <Bar
        path={[<Link key="p" to="/organizations/$org/projects" params={{ org }}>{t("projects")}</Link>]}
        title={slug}
        actions={<><span className="t12 t3 hide-s">{t(arrived ? "project.stepDone" : "project.step", { n: 3 })}</span><Link className="btn ghost" to="/organizations/$org/issues" params={{ org }} search={project.data ? { project: [project.data.id] } : {}}>{t(arrived ? "close" : "project.later")}</Link></>}
      />
      <main className="ob">
        {failed ? <Failed error={failed} /> : !project.data || !keys.data ? <Loading /> : (
          <>
            <div>
              <h2>{t("project.watch")}</h2>
              <p className="t2">{t("project.watch.hint")}</p>
            </div>
            <Step no={1} state="done" title={<>{t("project.pick")} <span className="t3 r4">{t("project.inProject", { project: slug })}</span></>}>
              <PlatformPicker value={platform.id} onChange={setPicked} text={text} onText={setText} />
            </Step>
            <Step no={2} state="done" title={t("project.install")}>
              <div className="stack8">
                {key ? (
                  <div className="dsn"><span className="t12 t3">DSN</span><span className="mono ell grow" id="dsn">{dsn}</span><CopyButton text={dsn} /></div>
                ) : (
                  <p className="c-warning">{t("project.noKey")} <Link className="link" to="/organizations/$org/settings/projects/$project/keys" params={{ org, project: slug }}>{t("keys.settings")}</Link></p>
                )}
                <CodeBox key={`${platform.id} ${text}`} label={t("project.framework")} snippets={platform.snippets} start={Math.max(0, frameworkOf(platform, text))} fill={(code) => fill(code, dsn, slug)} />
              </div>
            </Step>
            <Step no={3} state={arrived ? "done" : "now"} title={t("project.see")}>
              <Command text={fill(platform.test, dsn, slug)} />
              <Waiting org={org} slug={slug} projectId={project.data.id} onArrived={setArrived} />
            </Step>
            {maps.length > 0 && (
              <Step no={4} state={mapped ? "done" : "later"} title={<>{t("project.maps")} <span className="t3 r4">{t("project.maps.why")}</span></>}>
                <CodeBox key={platform.id} label={t("project.maps.how")} snippets={maps} fill={(code) => fillUpload(code, dsn, org, slug)} />
                <p className="t12 t3 ob-h">{t("project.maps.token")} <Link className="link" to="/organizations/$org/settings/tokens" params={{ org }}>{t("tokens.manage")}</Link></p>
              </Step>
            )}
            <NextSteps org={org} project={project.data} arrived={arrived} mapped={maps.length > 0 ? mapped : null} />
          </>
        )}
      </main>
    </>
  );
}
