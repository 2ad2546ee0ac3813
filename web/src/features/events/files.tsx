import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { get } from "~/api/http";
import type { Attachment } from "~/api/issue-types";
import { t } from "~/lib/i18n/index";
import { bytes } from "~/lib/number";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icon";
import { type EventPlace, useEventPlace } from "./context";

export const filePath = (org: string, project: string, file: Attachment) =>
  `/api/0/projects/${encodeURIComponent(org)}/${encodeURIComponent(project)}/events/${file.event_id}/attachments/${file.id}/`;

/** Files that came with the event, pictures and texts to be looked at in place. */
export function EventFiles() {
  const place = useEventPlace();
  return place && <FilesOf place={place} />;
}

function FilesOf({ place }: { place: EventPlace }) {
  const base = `/api/0/projects/${encodeURIComponent(place.org)}/${encodeURIComponent(place.project)}/events/${place.event.eventID}/attachments/`;
  const files = useQuery({ queryKey: ["event-files", base], queryFn: ({ signal }) => get<Attachment[]>(base, {}, signal), staleTime: 60_000 }).data ?? [];
  if (files.length === 0) return null;
  return (
    <section className="sec" id="files">
      <div className="sh">
        <h2>{t("event.files")}</h2>
        <span className="t3">{files.length}</span>
      </div>
      <FileList org={place.org} project={place.project} files={files} />
    </section>
  );
}

export function FileList({ org, project, files }: { org: string; project: string; files: readonly Attachment[] }) {
  return (
    <ul className="card files">
      {files.map((file) => <FileRow key={file.id} file={file} path={filePath(org, project, file)} />)}
    </ul>
  );
}

const pictures = /\.(png|jpe?g|gif|webp|avif)$/i;
const texts = /\.(txt|log|json|ndjson|md|csv|xml|ya?ml|ini|toml|html?|css|js|ts|py|rb|sql|conf|diff|patch)$/i;

/** What a file looks like by its name and type; the server decides by its bytes. */
function kindOf(file: Attachment): "picture" | "text" | null {
  if (pictures.test(file.name) || /^image\/(png|jpeg|gif|webp|avif)$/.test(file.mimetype ?? "")) return "picture";
  return texts.test(file.name) || /^text\/|json|xml/.test(file.mimetype ?? "") ? "text" : null;
}

function FileRow({ file, path }: { file: Attachment; path: string }) {
  const kind = kindOf(file);
  const [open, setOpen] = useState(kind === "picture");
  return (
    <li>
      <div className="fl">
        <Icon name={kind === "picture" ? "eye" : "lines"} />
        <span className="mono ell" title={file.name}>{file.name}</span>
        <span className="t12 t3 nw">{bytes(file.size)}{file.type && file.type !== "event.attachment" && ` · ${file.type.replace("event.", "")}`}</span>
        <span className="grow" />
        {kind && <Button tone="ghost" aria-expanded={open} onClick={() => setOpen(!open)}>{t(open ? "file.hide" : "file.show")}</Button>}
        <a className="btn" href={`${path}?download=1`} download={file.name} aria-label={t("file.download", { name: file.name })}>{t("json.download")}</a>
      </div>
      {open && kind === "picture" && <Picture path={path} name={file.name} />}
      {open && kind === "text" && <Text path={path} size={file.size} />}
    </li>
  );
}

function Picture({ path, name }: { path: string; name: string }) {
  const [failed, setFailed] = useState(false);
  if (failed) return <p className="t3 t12 p12">{t("file.noPreview")}</p>;
  return <img className="pic" src={`${path}?preview=1`} alt={t("file.picture", { name })} loading="lazy" onError={() => setFailed(true)} />;
}

const max_text_bytes = 262_144;

function Text({ path, size }: { path: string; size: number }) {
  const text = useQuery({
    queryKey: ["file-text", path],
    queryFn: async ({ signal }) => {
      const answer = await fetch(`${path}?preview=1`, { signal, credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.text();
    },
    staleTime: Infinity,
    retry: false,
  });
  if (text.isError) return <p className="t3 t12 p12">{t("file.noPreview")}</p>;
  return (
    <>
      <pre className="raw pre-f" tabIndex={0}>{text.data ?? ""}</pre>
      {size > max_text_bytes && <p className="t3 t12 p12">{t("file.cut", { n: bytes(max_text_bytes), total: bytes(size) })}</p>}
    </>
  );
}
