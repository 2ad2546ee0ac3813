import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { keysQuery, projectQuery } from "~/api/projects";
import { highlight } from "~/lib/highlight";
import { t } from "~/lib/i18n/index";
import { CopyButton } from "~/ui/copy-button";
import { Icon } from "~/ui/icon";
import { Bar, useTitle } from "~/ui/page";
import { Failed, Loading } from "~/ui/states";
import { NextSteps } from "./next-steps";
import { PlatformPicker } from "./platform-picker";
import { fill, frameworkOf, isCommand, platformOf, type Snippet } from "./platforms";
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
                <Code key={`${platform.id} ${text}`} snippets={platform.snippets} start={Math.max(0, frameworkOf(platform, text))} dsn={dsn} project={slug} />
              </div>
            </Step>
            <Step no={3} state={arrived ? "done" : "now"} title={t("project.see")}>
              <div className="codec one"><div className="h"><Icon name="terminal" className="t3" /><span className="mono ell grow">{fill(platform.test, dsn, slug)}</span><CopyButton text={fill(platform.test, dsn, slug)} /></div></div>
              <Waiting org={org} slug={slug} projectId={project.data.id} onArrived={setArrived} />
              {arrived && <NextSteps org={org} project={project.data} />}
            </Step>
          </>
        )}
      </main>
    </>
  );
}

function Code({ snippets, start, dsn, project }: { snippets: readonly Snippet[]; start: number; dsn: string; project: string }) {
  const [at, setAt] = useState(start);
  const snippet = snippets[at] ?? snippets[0];
  if (!snippet) return null;
  const code = fill(snippet.code, dsn, project);
  return (
    <>
    {isCommand(snippet.install) && <div className="codec one"><div className="h"><Icon name="terminal" className="t3" /><span className="mono ell grow">{snippet.install}</span><CopyButton text={snippet.install} /></div></div>}
    <div className="codec">
      <div className="h t2">
        <span role="group" aria-label={t("project.framework")} className="row-f ob-t">
          {snippets.map((each, i) => <button key={each.name} type="button" aria-pressed={i === at} className={i === at ? "on" : ""} onClick={() => setAt(i)}>{each.name}</button>)}
        </span>
        <span className="grow" />
        {!isCommand(snippet.install) && <span className="mono t3 ell hide-s">{snippet.install}</span>}
        <CopyButton text={code} />
      </div>
      <pre tabIndex={0} aria-label={snippet.file}>
        {code.split("\n").map((line, n) => <span key={n} className="cln">{highlight(line, snippet.file).map((span, i) => (span.kind ? <i key={i} className={span.kind}>{span.text}</i> : span.text))}{"\n"}</span>)}
      </pre>
    </div>
    </>
  );
}
