import { useState } from "react";
import type { Frame } from "~/api/event-types";
import { t, told } from "~/lib/i18n/index";
import { exactNumber } from "~/lib/number";
import { Chip } from "~/ui/badges";
import { Icon } from "~/ui/icon";
import { CodeLines } from "./code-lines";
import { frameNotes, staysMinified } from "./frame-notes";
import { frameFile, frameName, framePackage, original } from "./frames";
import { below, type Meta } from "./meta";
import { Value } from "./value";

interface Props {
  frame: Frame;
  at: number;
  exception: number | null;
  startOpen: boolean;
  packages: Record<string, string> | null;
  platform: string | null;
  meta: Meta;
}

const shown_vars = 40;

export function FrameView({ frame, at, exception, startOpen, packages, platform, meta }: Props) {
  const [open, setOpen] = useState(startOpen);
  const notes = frameNotes.filter((note) => note.fits(frame));
  const native = [frame.instructionAddr, frame.symbolAddr, frame.trust].some(Boolean);
  const details = (frame.context?.length ?? 0) > 0 || Object.keys(frame.vars ?? {}).length > 0 || Boolean(frame.origFilename) || Boolean(frame.sourceLink) || native || notes.length > 0;
  const from = framePackage(frame, packages);
  const head = (
    <>
      {details ? <Icon name={open ? "chevronDown" : "chevronRight"} size={12} /> : <span className="no-ch" />}
      <span className="mono ell" title={frame.absPath ?? frame.filename ?? ""}>
        {frame.instructionAddr && <span className="t3 adr">{frame.instructionAddr} </span>}
        <b>{frameName(frame)}</b> <span className="t3">{frameFile(frame)}</span>
      </span>
      <span className="grow" />
      {staysMinified(frame) && <Chip tone="warn" title={told(frame.errors?.[0]?.message ?? "")}>{t("frame.stillMinified")}</Chip>}
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
          <Source frame={frame} platform={platform} native={native} />
          <Vars frame={frame} meta={below(meta, "vars")} />
          {native && <Native frame={frame} />}
          <Links frame={frame} />
          {notes.map(({ id, Note }) => <Note key={id} frame={frame} exception={exception} at={at} />)}
        </>
      )}
    </li>
  );
}

function Source({ frame, platform, native }: { frame: Frame; platform: string | null; native: boolean }) {
  const lines = frame.context ?? [];
  if (lines.length > 0) return <CodeLines lines={lines} hit={frame.lineNo} column={frame.colNo} filename={frame.filename ?? frame.absPath ?? ""} platform={frame.platform ?? platform} />;
  return native ? null : <p className="no-src t12 t3">{t("frame.noSource")}</p>;
}

function Vars({ frame, meta }: { frame: Frame; meta: Meta }) {
  const [all, setAll] = useState(false);
  const vars = Object.entries(frame.vars ?? {});
  if (vars.length === 0) return null;
  return (
    <>
      <dl className="vars" aria-label={t("frame.vars")}>
        {vars.slice(0, all ? undefined : shown_vars).map(([name, value]) => (
          <div key={name}>
            <dt className="ell" title={name}>{name}</dt>
            <dd><Value value={value} meta={below(meta, name)} /></dd>
          </div>
        ))}
      </dl>
      {!all && vars.length > shown_vars && <button type="button" className="link more-v" onClick={() => setAll(true)}>{t("value.more", { n: exactNumber(vars.length - shown_vars) })}</button>}
    </>
  );
}

/** Where in the machine it was: addresses, image, how sure the unwinder is. */
function Native({ frame }: { frame: Frame }) {
  const rows: Array<[string, string | null | undefined]> = [
    [t("native.package"), frame.package], [t("native.address"), frame.instructionAddr], [t("native.symbolAddress"), frame.symbolAddr], [t("native.trust"), frame.trust],
    [t("native.symbol"), frame.symbol === frame.function ? null : (frame.symbol ?? frame.rawFunction)],
  ];
  return (
    <dl className="nat mono">
      {rows.map(([name, value]) => value && <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
    </dl>
  );
}

/** The minified place beside the readable one, and the line in the repository. */
function Links({ frame }: { frame: Frame }) {
  const [shown, setShown] = useState(false);
  const minified = original(frame);
  const link = frame.sourceLink && /^https?:\/\//i.test(frame.sourceLink) ? frame.sourceLink : null;
  if (!minified && !link) return null;
  return (
    <div className="fr-o t12 t3">
      {minified && (
        <button type="button" className="link" aria-expanded={shown} onClick={() => setShown(!shown)}>{t(shown ? "frame.hideMinified" : "frame.showMinified")}</button>
      )}
      {shown && minified && <span className="mono fr-m">{t("frame.minified", { where: minified })}{frame.mapUrl && <> · {t("frame.map")} {frame.mapUrl}</>}</span>}
      {link && <a className="link" href={link} target="_blank" rel="noopener noreferrer"><Icon name="external" size={12} />{link}</a>}
    </div>
  );
}
