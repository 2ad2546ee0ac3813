import { useState } from "react";
import type { Frame } from "~/api/event-types";
import { t } from "~/lib/i18n/index";
import { Chip } from "~/ui/badges";
import { Icon } from "~/ui/icon";
import { CodeLines } from "./code-lines";
import { frameFile, frameName, framePackage } from "./frames";
import { Value } from "./value";

interface Props {
  frame: Frame;
  startOpen: boolean;
  packages: Record<string, string> | null;
}

export function FrameView({ frame, startOpen, packages }: Props) {
  const [open, setOpen] = useState(startOpen);
  const lines = frame.context ?? [];
  const vars = Object.entries(frame.vars ?? {});
  const details = lines.length > 0 || vars.length > 0 || Boolean(frame.origFilename) || Boolean(frame.sourceLink);
  const filename = frame.filename ?? frame.absPath ?? "";
  const from = framePackage(frame, packages);
  const head = (
    <>
      {details ? <Icon name={open ? "chevronDown" : "chevronRight"} size={12} /> : <span className="no-ch" />}
      <span className="mono ell" title={frame.absPath ?? filename}>
        <b>{frameName(frame)}</b> <span className="t3">{frameFile(frame)}</span>
      </span>
      <span className="grow" />
      {frame.inApp ? <Chip>{t("frame.inApp")}</Chip> : from && <span className="t12 nw">{from}</span>}
    </>
  );
  return (
    <li className={`fr ${frame.inApp ? "in" : "out"}`}>
      {details ? (
        <button type="button" className="fh" aria-expanded={open} onClick={() => setOpen(!open)}>{head}</button>
      ) : (
        <div className="fh">{head}</div>
      )}
      {open && details && (
        <>
          {lines.length > 0 ? <CodeLines lines={lines} hit={frame.lineNo} filename={filename} /> : <p className="no-src t12 t3">{t("frame.noSource")}</p>}
          {vars.length > 0 && (
            <dl className="vars" aria-label={t("frame.vars")}>
              {vars.map(([name, value]) => (
                <div key={name}>
                  <dt className="ell" title={name}>{name}</dt>
                  <dd><Value value={value} /></dd>
                </div>
              ))}
            </dl>
          )}
          {(frame.origFilename || frame.sourceLink) && (
            <p className="fr-o t12 t3">
              {frame.origFilename && <span className="mono ell">{t("frame.minified", { where: `${frame.origFilename}:${frame.origLineNo ?? ""}:${frame.origColNo ?? ""}` })}</span>}
              {frame.sourceLink && /^https?:\/\//.test(frame.sourceLink) && <a className="link" href={frame.sourceLink} target="_blank" rel="noopener noreferrer">{frame.sourceLink}</a>}
            </p>
          )}
        </>
      )}
    </li>
  );
}
