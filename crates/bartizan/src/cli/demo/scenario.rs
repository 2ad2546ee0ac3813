//! What goes wrong at Larkfield.

/// How often something happens over the period (shares 0..1 of it).
#[derive(Debug, Clone, Copy)]
pub(super) enum Trend {
    /// All the time, with the rhythm of the day.
    Steady,
    /// From a deploy on, strongly.
    Since(f64),
    /// Between two moments: broken, then fixed.
    Between(f64, f64),
    /// Fixed for a while, then back: first span, then from the second moment on.
    Regressed(f64, f64, f64),
    /// Slowly more.
    Growing,
}

/// A stack frame: function, file, line, in app, and the source around the line (the third is the line itself).
pub(super) type Frame = (&'static str, &'static str, u32, bool, &'static [&'static str]);

/// One thing that goes wrong.
#[derive(Debug)]
pub(super) struct Scenario {
    pub service: &'static str,
    /// Events over the period at scale 1.
    pub events: u32,
    pub trend: Trend,
    pub level: &'static str,
    pub handled: bool,
    pub kind: &'static str,
    /// `{id}`, `{n}`, `{ms}`, `{host}` become different values in each event.
    pub message: &'static str,
    pub transaction: &'static str,
    pub tags: &'static [(&'static str, &'static str)],
    /// Outermost call first.
    pub frames: &'static [Frame],
    /// The exception that led to it, if any.
    pub cause: Option<(&'static str, &'static str)>,
}

const LIBRARY: &[&str] = &[];

pub(super) static SCENARIOS: &[Scenario] = &[
    Scenario {
        service: "web",
        events: 1400,
        trend: Trend::Regressed(0.2, 0.58, 0.985),
        level: "error",
        handled: false,
        kind: "TypeError",
        message: "Cannot read properties of undefined (reading 'price')",
        transaction: "/checkout/total",
        tags: &[("cart.has_gift_card", "true"), ("flag.pricing-v2", "on")],
        cause: None,
        frames: &[
            ("dispatchEvent", "node_modules/react-dom/cjs/react-dom-client.production.js", 11522, false, LIBRARY),
            ("dispatch", "node_modules/hono/dist/compose.js", 29, false, LIBRARY),
            (
                "postTotal",
                "src/checkout/handlers.ts",
                41,
                true,
                &[
                    "export async function postTotal(cart: Cart) {",
                    "  const rules = await loadRules(cart.currency);",
                    "  return { total: totalFor(cart.lines, rules) };",
                    "}",
                ],
            ),
            (
                "totalFor",
                "src/checkout/cart.ts",
                87,
                true,
                &[
                    "  for (const line of lines) {",
                    "    const rule = rules.byId(line.sku);",
                    "    total += line.qty * rule.price;",
                    "  }",
                    "  return round(total, rules.currency);",
                ],
            ),
        ],
    },
    Scenario {
        service: "web",
        events: 620,
        trend: Trend::Steady,
        level: "error",
        handled: false,
        kind: "ChunkLoadError",
        message: "Loading chunk {n} failed. (https://shop.larkfield.example/assets/chunk-{id}.js)",
        transaction: "/products/:slug",
        tags: &[],
        cause: None,
        frames: &[(
            "requireChunk",
            "src/router/lazy.ts",
            18,
            true,
            &["export async function requireChunk(load: Loader) {", "  try {", "    return await load();", "  } catch (error) {"],
        )],
    },
    Scenario {
        service: "web",
        events: 240,
        trend: Trend::Growing,
        level: "warning",
        handled: true,
        kind: "SearchTimeout",
        message: "search took longer than {ms} ms",
        transaction: "/search",
        tags: &[("search.engine", "typesense")],
        cause: None,
        frames: &[(
            "search",
            "src/search/client.ts",
            52,
            true,
            &[
                "  const started = performance.now();",
                "  const answer = await fetch(url, { signal });",
                "  if (elapsed(started) > limit) throw new SearchTimeout(limit);",
                "  return answer.json();",
            ],
        )],
    },
    Scenario {
        service: "api",
        events: 900,
        trend: Trend::Since(0.93),
        level: "error",
        handled: false,
        kind: "KeyError",
        message: "'gift_card_balance'",
        transaction: "POST /v2/orders",
        tags: &[("tenant", "retail")],
        cause: None,
        frames: &[
            ("app", "site-packages/starlette/middleware/exceptions.py", 62, false, LIBRARY),
            ("run_endpoint_function", "site-packages/fastapi/routing.py", 301, false, LIBRARY),
            (
                "create_order",
                "app/orders/views.py",
                118,
                true,
                &[
                    "async def create_order(body: OrderIn, user: User) -> OrderOut:",
                    "    cart = await carts.load(user.id)",
                    "    total = pricing.charge(cart, body.payment)",
                    "    return await orders.place(cart, total)",
                ],
            ),
            (
                "charge",
                "app/pricing/charge.py",
                57,
                true,
                &[
                    "    if payment.kind == \"gift_card\":",
                    "        account = payment.account",
                    "        balance = account[\"gift_card_balance\"]",
                    "        return min(balance, total)",
                ],
            ),
        ],
    },
    Scenario {
        service: "api",
        events: 480,
        trend: Trend::Steady,
        level: "error",
        handled: false,
        kind: "OperationalError",
        message: "connection to server at \"{host}\", port 5432 failed: timeout expired",
        transaction: "GET /v2/products/{slug}",
        tags: &[("db", "primary")],
        cause: Some(("TimeoutError", "timed out after {ms} ms")),
        frames: &[
            ("connect", "site-packages/psycopg/connection.py", 118, false, LIBRARY),
            (
                "acquire",
                "app/db/pool.py",
                44,
                true,
                &[
                    "    async def acquire(self) -> Connection:",
                    "        self.waiting += 1",
                    "        conn = await self.pool.getconn(timeout=self.timeout)",
                    "        self.waiting -= 1",
                ],
            ),
        ],
    },
    Scenario {
        service: "api",
        events: 310,
        trend: Trend::Between(0.3, 0.7),
        level: "error",
        handled: true,
        kind: "PaymentDeclined",
        message: "card declined by issuer for order {id}",
        transaction: "POST /v2/payments",
        tags: &[("payment.provider", "adyen")],
        cause: None,
        frames: &[(
            "confirm",
            "app/payments/adyen.py",
            203,
            true,
            &[
                "    result = await client.confirm(intent)",
                "    if result.refused:",
                "        raise PaymentDeclined(result.reason)",
                "    return result",
            ],
        )],
    },
    Scenario {
        service: "api",
        events: 160,
        trend: Trend::Steady,
        level: "warning",
        handled: true,
        kind: "RateLimited",
        message: "tax service answered 429, retry {n} of 5",
        transaction: "POST /v2/orders",
        tags: &[("upstream", "tax")],
        cause: None,
        frames: &[(
            "quote",
            "app/tax/client.py",
            71,
            true,
            &[
                "        answer = await self.http.post(url, json=lines)",
                "        if answer.status_code == 429:",
                "            raise RateLimited(attempt)",
                "        return Quote(**answer.json())",
            ],
        )],
    },
    Scenario {
        service: "worker",
        events: 540,
        trend: Trend::Growing,
        level: "error",
        handled: false,
        kind: "ValueError",
        message: "invoice {id}: line total {n} does not match sum",
        transaction: "worker.tasks.render_invoice",
        tags: &[("queue", "invoices")],
        cause: None,
        frames: &[
            ("trace_task", "site-packages/celery/app/trace.py", 477, false, LIBRARY),
            (
                "render_invoice",
                "worker/tasks/invoices.py",
                88,
                true,
                &[
                    "    lines = load_lines(order_id)",
                    "    total = sum(line.total for line in lines)",
                    "    check_total(order, total)",
                    "    return pdf.render(order, lines)",
                ],
            ),
            (
                "check_total",
                "worker/invoices/check.py",
                31,
                true,
                &[
                    "def check_total(order, total):",
                    "    if order.total != total:",
                    "        raise ValueError(f\"invoice {order.id}: line total {total} does not match sum\")",
                ],
            ),
        ],
    },
    Scenario {
        service: "worker",
        events: 130,
        trend: Trend::Steady,
        level: "fatal",
        handled: false,
        kind: "MemoryError",
        message: "",
        transaction: "worker.tasks.resize_images",
        tags: &[("queue", "media")],
        cause: None,
        frames: &[(
            "resize",
            "worker/media/resize.py",
            64,
            true,
            &[
                "    with Image.open(path) as image:",
                "        pixels = image.convert(\"RGB\")",
                "        copy = pixels.resize(size, Image.LANCZOS)",
                "        copy.save(target)",
            ],
        )],
    },
    Scenario {
        service: "mobile",
        events: 350,
        trend: Trend::Since(0.6),
        level: "fatal",
        handled: false,
        kind: "EXC_BAD_ACCESS",
        message: "Attempted to dereference null pointer at 0x0000000000000018",
        transaction: "CheckoutViewController",
        tags: &[("device.class", "high")],
        cause: None,
        frames: &[
            ("UIApplicationMain", "/System/Library/Frameworks/UIKit.framework/UIKit", 0, false, LIBRARY),
            (
                "CheckoutViewController.applyGiftCard(_:)",
                "Shop/Checkout/CheckoutViewController.swift",
                142,
                true,
                &[
                    "    func applyGiftCard(_ code: String) {",
                    "        let card = wallet.card(for: code)",
                    "        total -= card!.balance",
                    "        render()",
                ],
            ),
        ],
    },
    Scenario {
        service: "mobile",
        events: 210,
        trend: Trend::Steady,
        level: "error",
        handled: true,
        kind: "NSURLErrorDomain",
        message: "The request timed out. Code: -1001 after {ms} ms",
        transaction: "ProductListViewController",
        tags: &[],
        cause: None,
        frames: &[(
            "ProductLoader.load(page:)",
            "Shop/Products/ProductLoader.swift",
            77,
            true,
            &[
                "        let (data, _) = try await session.data(for: request)",
                "        let page = try decoder.decode(Page.self, from: data)",
                "        throw LoaderError.network(error)",
                "    }",
            ],
        )],
    },
];
