// A browser and something to look at: the built files on the sample data, or a real server named by BARTIZAN_URL.
import { chromium } from "playwright-core";
import { preview } from "vite";

const port = 4180;

export async function serve() {
  if (process.env.BARTIZAN_URL) return { url: process.env.BARTIZAN_URL, close: async () => undefined };
  const server = await preview({ root: new URL("..", import.meta.url).pathname, mode: "mock", preview: { port, strictPort: false }, logLevel: "silent" });
  const { port: bound } = server.httpServer.address();
  return { url: `http://localhost:${bound}`, close: () => new Promise((done) => server.httpServer.close(done)) };
}

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}

/** A page that keeps what the console complains of: a blocked style or script is a fault. */
export async function open(browser, { url, width = 1440, height = 900, theme = "light", state = "" }) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, deviceScaleFactor: width < 500 ? 2 : 1, hasTouch: width < 500, reducedMotion: "reduce" });
  if (state) await context.addCookies([{ name: "mock", value: state, url }]);
  const page = await context.newPage();
  const faults = [];
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(String(error)));
  return { page, faults, close: () => context.close() };
}
