/** The story the sample data tells: Larkfield, a web shop; web 4.18.2 was deployed 37 minutes ago and breaks carts with a gift card. */
import type { Actor, Level, Member, PriorityLevel, Project, Substatus, Team } from "../src/api/types.ts";

export const org = { id: "1", slug: "larkfield", name: "Larkfield" };

const project = (id: string, slug: string, platform: string): Project => ({
  id, slug, name: slug, platform, dateCreated: "2025-02-01T09:00:00Z", firstEvent: "2025-02-01T09:04:00Z",
  environments: ["production", "staging"], teams: [{ id: "1", slug: "shop", name: "shop" }],
});

export const projects: Project[] = [project("1", "web", "node"), project("2", "api", "python"), project("3", "worker", "python"), project("4", "mobile", "apple-ios")];
const prefixes: Record<string, string> = { WEB: "1", API: "2", WORK: "3", MOB: "4" };

const person = (id: string, name: string): Member => {
  const email = `${name.split(" ")[0]?.toLowerCase()}@larkfield.example`;
  return { id, email, name, user: { id, name, email, username: email } };
};

export const members: Member[] = [
  person("1", "Priya Nair"), person("2", "Mina Okafor"), person("3", "Jonas Weber"), person("4", "Tomás Ruiz"), person("5", "Aiko Tanaka"),
];
export const teams: Team[] = [{ id: "1", slug: "storefront", name: "storefront" }, { id: "2", slug: "api-platform", name: "api-platform" }];

export interface Seed {
  shortId: string;
  level: Level;
  substatus: Substatus;
  type: string;
  value: string;
  where: string;
  events: number;
  users: number;
  lastS: number;
  firstS: number;
  priority: PriorityLevel;
  who: string;
  shape: string;
}

const h = 3600;
const d = 86_400;
const row = (...c: [string, Level, Substatus, string, string, string, number, number, number, number, PriorityLevel, string, string]): Seed => ({
  shortId: c[0], level: c[1], substatus: c[2], type: c[3], value: c[4], where: c[5], events: c[6], users: c[7], lastS: c[8], firstS: c[9], priority: c[10], who: c[11], shape: c[12],
});

/** `shape`: 28 letters a to z, the height of each half-day bar. */
export const seeds: Seed[] = [
  row("WEB-3F2", "error", "regressed", "TypeError", "Cannot read properties of undefined (reading 'price')", "src/checkout/cart.ts in totalFor", 2318, 1204, 4, 11 * d, "high", "u2", "cccbbabbabaaaaaaaaaaaaaaaaaz"),
  row("WEB-3F5", "error", "new", "ChunkLoadError", "Loading chunk 412 failed (timeout: /assets/412.9e1c.js)", "src/router/lazy.ts in lazyRoute", 184, 171, 61, 31 * 60, "medium", "u3", "aaaaaaaaaaaaaaaaaaaaaaaaaaaz"),
  row("WEB-3F4", "warning", "new", "HydrationMismatch", "Server rendered “€ 24.90”, client “24,90 €”", "src/ui/Price.tsx in Price", 912, 640, 12, 33 * 60, "low", "", "aaaaaaaaaaaaaaaaaaaaaaaaaaaz"),
  row("WEB-3F6", "info", "new", "Slow interaction", "Add to cart takes 1.9 s at p75, was 0.3 s", "route /product/:slug", 1108, 980, 8, 30 * 60, "low", "t1", "aaaaaaaaaaaaaaaaaaaaaaaaaaaz"),
  row("API-2B9", "error", "escalating", "OperationalError", "deadlock detected: process 4112 waits for ShareLock", "orders/repository.py in reserve_stock", 1412, 388, 9, 61 * d, "high", "u4", "dcdcddfdfddcdfdcfdccdfcegikvz"),
  row("WORK-18C", "fatal", "regressed", "WorkerLostError", "Worker exited prematurely: signal 9 (SIGKILL)", "invoices/render.py in render_pdf", 47, 0, 18 * 60, 152 * d, "high", "u1", "bcdbcacbbaaaaaaaaaaaaaaaaaaz"),
  row("MOB-0A7", "fatal", "regressed", "EXC_BAD_ACCESS", "KERN_INVALID_ADDRESS at 0x0000000000000010", "ImageCache.swift in evict(_:)", 212, 198, 121, 22 * d, "high", "u5", "ffhjfgaaaaaaaaaaaaaackquswvz"),
  row("API-2B1", "error", "ongoing", "GatewayTimeout", "nordpay did not answer within 10,000 ms", "payments/gateway.py in capture", 863, 801, 41, 122 * d, "medium", "u4", "jrhpgteujwhrjwjuhxerdugsjphz"),
  row("API-29E", "error", "ongoing", "IntegrityError", "duplicate key value violates unique constraint “orders_ref_key”", "orders/service.py in place", 318, 290, 182, 214 * d, "medium", "u4", "euhrhxguhxereujwjsdsjxjzhxhw"),
  row("WORK-17F", "error", "ongoing", "KeyError", "'vat_id'", "invoices/tax.py in eu_rate", 29, 27, 1 * h, 43 * d, "medium", "", "maamazammmaamamazzaaaaaaaaam"),
  row("WEB-2C0", "error", "ongoing", "AbortError", "The user aborted a request", "src/api/client.ts in request", 5214, 3902, 2, 380 * d, "medium", "", "izwookzzsozmiyqikukwswwooiyk"),
  row("API-2A4", "warning", "ongoing", "N+1 query", "SELECT * FROM stock WHERE sku = $1, 48 times in GET /cart", "carts/views.py in get_cart", 12_604, 4410, 1, 63 * d, "medium", "t2", "epgxewgujpjzepgsgwerhwhwjrew"),
  row("WORK-181", "error", "ongoing", "ValueError", "time data '31.11.2026' does not match format '%d.%m.%Y'", "imports/feed.py in parse_row", 402, 0, 26 * 60, 64 * d, "low", "u1", "yvzsvrvtronoonnkmihgkgfieaba"),
  row("WEB-311", "error", "ongoing", "UnhandledRejection", "NotAllowedError: play() failed because the user did not interact", "src/ui/Video.tsx in autoplay", 2003, 1711, 15, 244 * d, "low", "", "mtizssqztzwyymqtitoottzmmkks"),
  row("API-2AA", "warning", "ongoing", "SlowQuery", "SELECT … FROM orders WHERE customer_id = $1: p95 1,840 ms", "orders/repository.py in history", 744, 610, 50, 22 * d, "low", "t2", "jrgujuhxjzjwjzewezguezjzhxgw"),
  row("WORK-166", "info", "ongoing", "RateLimited", "carrier API answered 429, retried after 30 s", "shipping/labels.py in create", 1906, 0, 245, 155 * d, "low", "", "guhzjqgselzjyjqgsewjqgzguzjw"),
  row("API-288", "debug", "ongoing", "CacheMiss", "price list cache cold after deploy", "pricing/cache.py in load", 61, 0, 36 * 60, 66 * d, "low", "", "aaaammaammamzaaaamzmaaaamazm"),
];

export function projectOf(shortId: string): Project {
  const id = prefixes[shortId.split("-")[0] ?? ""] ?? "1";
  return projects.find((each) => each.id === id) ?? (projects[0] as Project);
}

export function actor(code: string): Actor | null {
  if (code.startsWith("u")) {
    const member = members.find((each) => each.id === code.slice(1));
    return member ? { type: "user", id: member.id, name: member.name, email: member.email } : null;
  }
  const team = teams.find((each) => code === `t${each.id}`);
  return team ? { type: "team", id: team.id, name: team.slug } : null;
}
