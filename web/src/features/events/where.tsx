import type { EventDetail } from "~/api/event-types";
import { t } from "~/lib/i18n/index";
import { Icon } from "~/ui/icon";
import type { IconName } from "~/ui/icon-paths";

interface Place {
  icon: IconName;
  main: string;
  more: string;
}

function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** Who and on what: user, browser, system, device, runtime; only what is known. */
export function places(event: EventDetail): Place[] {
  const tag = (key: string) => event.tags.find((each) => each.key === key)?.value ?? "";
  const { browser, os, client_os, device, runtime } = event.contexts ?? {};
  const named = (context: Record<string, unknown> | undefined) => [text(context?.name), text(context?.version)].filter(Boolean).join(" ");
  const user = event.user;
  const out: Place[] = [];
  const push = (icon: IconName, main: string, more: string) => {
    if (main) out.push({ icon, main, more: more === main ? "" : more });
  };
  if (user) push("user", user.email ?? user.username ?? user.id ?? user.ip_address ?? "", [user.name, user.geo?.city, user.geo?.country_code, user.id, user.ip_address].filter(Boolean).slice(0, 2).join(", "));
  push("globe", named(browser) || tag("browser"), "");
  push("monitor", named(client_os) || named(os) || tag("os"), text(os?.build).slice(0, 24));
  push("phone", text(device?.model) || text(device?.family) || tag("device"), text(device?.brand) || text(device?.screen_resolution).replace("x", " × "));
  push("chip", named(runtime) || tag("runtime"), tag("server_name"));
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
          <div key={place.icon}>
            <Icon name={place.icon} size={16} />
            <span className="ell">
              <b className="ell" title={place.main}>{place.main}</b>
              <span className="t12 t3">{place.more}</span>
            </span>
          </div>
        ))}
      </div>
    </section>
  );
}
