import type { EventDetail } from "~/api/event-types";
import { t } from "~/lib/i18n/index";
import type { IconName } from "~/ui/icon-paths";
import { NameMark } from "./marks";
import { below, metaOf } from "./meta";
import { RemarkChip, Scrubbed } from "./value";

interface Place {
  kind: "user" | "browser" | "os" | "device" | "runtime" | "app" | "gpu";
  icon: IconName;
  main: string;
  more: string;
}

function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** Who and on what: user, browser, system, device, runtime, app; only what is known. */
export function places(event: EventDetail): Place[] {
  const tag = (key: string) => event.tags.find((each) => each.key === key)?.value ?? "";
  const { browser, os, client_os, device, runtime, app, gpu } = event.contexts ?? {};
  const named = (context: Record<string, unknown> | undefined) => [text(context?.name), text(context?.version)].filter(Boolean).join(" ");
  const user = event.user;
  const out: Place[] = [];
  const push = (kind: Place["kind"], icon: IconName, main: string, more: string) => {
    if (main) out.push({ kind, icon, main, more: more === main ? "" : more });
  };
  if (user) push("user", "user", user.email ?? user.username ?? user.name ?? user.id ?? user.ip_address ?? "", [user.name, user.id, user.geo?.city, user.geo?.country_code, user.ip_address].filter((part) => part && part !== (user.email ?? user.username ?? user.name ?? user.id)).slice(0, 3).join(", "));
  push("browser", "globe", named(browser) || tag("browser"), "");
  push("os", "monitor", named(client_os) || named(os) || tag("os"), text(os?.kernel_version).slice(0, 24) || text(os?.build).slice(0, 24));
  push("device", "phone", text(device?.model) || text(device?.family) || tag("device"), text(device?.brand) || text(device?.manufacturer) || text(device?.screen_resolution).replace("x", " × ") || text(device?.arch));
  push("runtime", "chip", named(runtime) || tag("runtime"), tag("server_name"));
  push("app", "cube", text(app?.app_name) || text(app?.app_identifier), [text(app?.app_version), text(app?.app_build)].filter(Boolean).join(" "));
  push("gpu", "chip", text(gpu?.name), text(gpu?.vendor_name));
  return out;
}

export function Where({ event }: { event: EventDetail }) {
  const all = places(event);
  if (all.length === 0) return null;
  return (
    <section className="sec" id="where">
      <div className="sh"><h2>{t("event.where")}</h2></div>
      <div className="card ctx">
        {all.map((place) => (
          <div key={place.kind}>
            <NameMark name={place.kind === "user" ? "" : place.main} kind={place.icon} />
            <span className="ell">
              <span className="sr">{t(`where.${place.kind}`)}</span>
              <b className="ell" title={place.main}><Scrubbed text={place.main} /></b>
              <span className="t12 t3 ell" title={place.more}>{place.more}</span>
              {place.kind === "user" && <RemarkChip meta={below(metaOf(event)?.user, "email") ?? below(metaOf(event)?.user, "ip_address")} value={place.main} />}
            </span>
          </div>
        ))}
      </div>
    </section>
  );
}
