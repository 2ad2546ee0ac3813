/** One event of the story in full: the gift card that breaks the cart. */
import type { EventDetail, Frame } from "../src/api/event-types.ts";
import type { Json } from "../src/api/types.ts";

const sourceLines = [
  "export const totalFor = (lines: CartLine[], rules: PriceRules) => {", "  let total = 0;", "  for (const line of lines) {", "    const rule = rules.byId(line.sku);",
  "    total += line.qty * rule.price;", "  }", "  return round(total, rules.currency); // to the cent", "};",
];
const handlerLines = ["app.post('/checkout/total', async (c) => {", "  const cart = await carts.load(c.req.param('id'));", "  const rules = await rulesFor(cart.kind);", "  return c.json({ total: totalFor(cart.lines, rules) });", "});"];

function frame(fn: string, filename: string, lineNo: number, colNo: number, inApp: boolean, lines: string[] = [], from = 0, vars: Record<string, Json> | null = null): Frame {
  return {
    filename, absPath: `/srv/web/${filename}`, module: null, package: null, platform: null, function: fn, rawFunction: null, symbol: null, lineNo, colNo,
    instructionAddr: null, inApp, context: lines.map((text, i) => [from + i, text]), vars, sourceLink: null,
    ...(inApp && lines.length > 0 ? { map: "server.js.map", mapUrl: "app:///server.js.map", origFilename: "app:///server.js", origAbsPath: "app:///server.js", origFunction: "a", origLineNo: "1", origColNo: "48211" } : {}),
  };
}

const system = Array.from({ length: 14 }, (_, i) => frame(["next", "handle", "run", "dispatch", "invoke"][i % 5] ?? "run", `node_modules/hono/dist/${["router", "hono", "compose"][i % 3]}.js`, 12 + i * 3, 9, false));

export const frames: Frame[] = [
  ...system,
  frame("withContext", "src/server/context.ts", 112, 9, true, ["  return storage.run(context, () =>", "    next(context),", "  );"], 111),
  frame("dispatch", "node_modules/hono/dist/compose.js", 29, 23, false),
  frame("postTotal", "src/checkout/handlers.ts", 41, 17, true, handlerLines, 38, { cart: { id: "c_81fe20", kind: "guest", lines: [{ sku: "MUG-BLUE", qty: 2 }, { sku: "GIFT-25", qty: 1 }] } }),
  frame("totalFor", "src/checkout/cart.ts", 87, 31, true, sourceLines, 83, {
    line: { sku: "GIFT-25", qty: 1 }, rule: null, total: 49.8,
    rules: { v: 2, size: 412, currency: "EUR", set: "guest-eur-v2", flags: ["pricing-v2", "gift-cards"], source: { url: "http://pricing/rules", cached: true } },
  }),
];

const crumbs: Array<[number, string, string, string, string, Record<string, Json> | null]> = [
  [12.4, "navigation", "navigation", "info", "", { from: "/", to: "/product/mug-blue" }], [11.2, "http", "fetch", "info", "", { method: "GET", url: "/api/product/mug-blue", status_code: 200 }],
  [8.21, "user", "ui.click", "info", "button.add-gift-card", null], [8.02, "http", "fetch", "info", "", { method: "POST", url: "/api/cart/lines", status_code: 201, duration_ms: 84 }],
  [3.44, "navigation", "navigation", "info", "", { from: "/cart", to: "/checkout" }], [0.06, "query", "query", "info", "SELECT id, kind, lines FROM carts WHERE id = $1", { rows: 1, duration_ms: 2 }],
  [0.03, "default", "log", "info", "PriceRules v2 loaded: 412 rules for guest, EUR", null], [0.01, "default", "log", "warning", "no rule for sku GIFT-25, falling back", null],
];

export const eventIds = Array.from({ length: 12 }, (_, i) => (0x7c1e90ab - i * 0x1234567).toString(16).padStart(8, "0").repeat(4));

export function event(eventId: string, issueId: string): EventDetail {
  const index = Math.max(0, eventIds.indexOf(eventId));
  const at = Date.now() - (4 + index * 47) * 1000;
  return {
    id: eventId, eventID: eventId, groupID: issueId, projectID: "1", type: "error", title: "TypeError: Cannot read properties of undefined (reading 'price')",
    message: "", culprit: "src/checkout/cart.ts in totalFor", dateCreated: new Date(at).toISOString(), dateReceived: new Date(at + 300).toISOString(), platform: "node", dist: null, size: 18_412,
    user: { id: "u_51c2", email: null, username: "guest", ip_address: "203.0.113.42", name: null, geo: { country_code: "DE", city: "Leipzig", region: "Germany" }, data: { plan: "free" } },
    tags: Object.entries({ browser: "Mobile Safari 18.2", "browser.name": "Mobile Safari", "cart.has_gift_card": "true", "cart.kind": "guest", environment: "production", "flag.pricing-v2": "on", handled: "no", level: "error", mechanism: "middleware", os: "iOS 18.1", release: "web@4.18.2", runtime: "node 24.4.0", server_name: "web-3", transaction: "POST /checkout/total", url: "https://shop.larkfield.example/checkout/total", user: "id:u_51c2" }).map(([key, value]) => ({ key, value })),
    contexts: {
      browser: { type: "browser", name: "Mobile Safari", version: "18.2" }, os: { type: "os", name: "Linux", version: "6.12.4", build: "#1 SMP" },
      client_os: { type: "os", name: "iOS", version: "18.1" }, device: { type: "device", family: "iPhone", model: "iPhone 15", brand: "Apple", screen_resolution: "390x844" }, runtime: { type: "runtime", name: "node", version: "24.4.0" },
      trace: { type: "trace", trace_id: "7b1f0c2a9d4e0b4be1f0c27a9d4e0b11", span_id: "9d4e0b4be1f0c27a", op: "http.server", status: "internal_error" }, app: { type: "app", app_memory: 214_000_000, app_start_time: "2026-11-23T14:02:11Z" },
    },
    context: { cart: { id: "c_81fe20", kind: "guest", currency: "EUR" }, feature_flags: ["pricing-v2", "gift-cards"] }, packages: { hono: "4.9.1", postgres: "3.4.7", zod: "4.1.0" },
    sdk: { name: "sentry.javascript.node", version: "10.22.0" }, release: { version: "web@4.18.2", shortVersion: "4.18.2" }, errors: [],
    entries: [
      { type: "exception", data: { values: [
        { type: "RuleNotFound", value: "no price rule for sku GIFT-25 in set guest-eur-v2", module: null, mechanism: { type: "chained", handled: true, exception_id: 1, parent_id: 0 }, stacktrace: { frames: [frame("rulesFor", "src/pricing/rules.ts", 58, 11, true, ["  const rule = set.get(sku);", "  if (!rule) throw new RuleNotFound(sku, set.name);", "  return rule;"], 57, { sku: "GIFT-25" })], framesOmitted: null, hasSystemFrames: false } },
        { type: "TypeError", value: "Cannot read properties of undefined (reading 'price')", module: null, mechanism: { type: "middleware", handled: false, exception_id: 0 }, stacktrace: { frames, framesOmitted: null, hasSystemFrames: true } },
      ] } },
      { type: "breadcrumbs", data: { values: crumbs.map(([s, type, category, level, message, data]) => ({ type, category, level, message: message || null, timestamp: new Date(at - s * 1000).toISOString(), data, event_id: null })) } },
      { type: "request", data: { method: "POST", url: "https://shop.larkfield.example/checkout/total", query: [["step", "2"]], fragment: null, data: { cartId: "c_81fe20", lines: [{ sku: "MUG-BLUE", qty: 2 }, { sku: "GIFT-25", qty: 1 }], email: "[Filtered]" }, headers: [["Accept", "application/json"], ["Content-Type", "application/json"], ["User-Agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.2 Mobile/15E148 Safari/604.1"], ["X-Forwarded-For", "203.0.113.42"]], cookies: [["session", "[Filtered]"]], env: { REMOTE_ADDR: "10.0.4.17" }, inferredContentType: "application/json" } },
    ],
    nextEventID: eventIds[index - 1] ?? null, previousEventID: eventIds[index + 1] ?? null,
  };
}
