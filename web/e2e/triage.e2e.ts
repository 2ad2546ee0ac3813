// Moving about and working through the list, on the sample data.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launch, open, serve } from "./browser.mjs";

let browser: Browser;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  [browser, server] = await Promise.all([launch(), serve()]);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

async function at(path: string, run: (page: Page) => Promise<void>, options: { width?: number; height?: number } = {}): Promise<void> {
  const { page, faults, close } = await open(browser, { url: server.url, ...options });
  await page.goto(server.url + path);
  await run(page);
  await close();
  expect(faults.filter((fault) => !/status of 4\d\d/.test(fault))).toEqual([]);
}

const list = "/organizations/larkfield/issues";
const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });
const param = (page: Page, name: string) => new URL(page.url()).searchParams.get(name);

describe("grouping", () => {
  it("stands by what the last deploy changed, folds, and groups otherwise when asked", () =>
    at(list, async (page) => {
      await page.getByRole("button", { name: /Since web 4\.18\.2/ }).waitFor();
      await page.getByRole("button", { name: /Escalating or regressed/ }).waitFor();
      const order = await page.locator(".gr, .ir:not(.head)").allInnerTexts();
      const place = (text: string) => order.findIndex((each) => each.includes(text));
      expect(place("4.18.2")).toBe(0);
      expect(place("HydrationMismatch")).toBeLessThan(place("Escalating or regressed"));
      expect(place("OperationalError")).toBeGreaterThan(place("Escalating or regressed"));
      await page.getByRole("button", { name: /Since web 4\.18\.2/ }).click();
      await row(page, "HydrationMismatch").waitFor({ state: "detached" });
      await page.getByRole("button", { name: /Since web 4\.18\.2/ }).click();
      await row(page, "HydrationMismatch").waitFor();
      await page.getByRole("button", { name: "By deploy" }).click();
      await page.getByRole("menuitem", { name: "By assignee" }).click();
      await page.getByRole("button", { name: /^Unassigned/ }).waitFor();
      expect(param(page, "group")).toBe("assignee");
    }));
});

describe("saved views", () => {
  it("are saved, opened, changed, renamed, ordered and deleted with undo", () =>
    at(`${list}?query=is:unresolved+level:fatal&sort=freq`, async (page) => {
      await row(page, "WorkerLostError").waitFor();
      await page.keyboard.press("v");
      await page.getByRole("textbox", { name: "Name" }).fill("Night watch");
      await page.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).click();
      const link = page.getByRole("link", { name: /Night watch/ });
      await link.waitFor();
      expect(await link.getAttribute("aria-current")).toBe("page");
      await page.getByRole("button", { name: "Remove level:fatal" }).click();
      await page.getByRole("button", { name: "Update view" }).waitFor();
      await link.click();
      await page.waitForURL(/level:fatal/);
      await page.getByRole("button", { name: "Actions on Night watch" }).click({ force: true });
      await page.getByRole("menuitem", { name: "Rename" }).click();
      await page.getByRole("textbox", { name: "Name" }).fill("Day watch");
      await page.keyboard.press("Enter");
      await page.getByRole("link", { name: /Day watch/ }).waitFor();
      await page.getByRole("button", { name: "Actions on Day watch" }).click({ force: true });
      await page.getByRole("menuitem", { name: "Move up" }).click();
      await page.waitForFunction(() => document.querySelectorAll(".views li")[2]?.textContent?.includes("Day watch"));
      await page.getByRole("button", { name: "Actions on Day watch" }).click({ force: true });
      await page.getByRole("menuitem", { name: "Delete" }).click();
      await page.getByRole("link", { name: /Day watch/ }).waitFor({ state: "detached" });
      await page.keyboard.press("z");
      await page.getByRole("link", { name: /Day watch/ }).waitFor();
    }));
});

describe("moving about", () => {
  it("does what the palette says to the issue in focus, and finds places and issues", () =>
    at(list, async (page) => {
      await row(page, "TypeError").first().waitFor();
      await page.keyboard.press("Control+k");
      const palette = page.getByRole("dialog", { name: "Command palette" });
      await palette.getByText("On this issue").waitFor();
      await page.keyboard.type("priority");
      await page.keyboard.press("Enter");
      await page.getByRole("option", { name: "Low" }).click();
      await page.getByText(/: priority Low/).waitFor();
      await page.keyboard.press("Control+k");
      await page.keyboard.type("deadlock");
      await palette.getByRole("option", { name: /OperationalError/ }).waitFor();
      await page.keyboard.press("Control+Enter");
      await page.waitForURL(/deadlock/);
      await page.keyboard.press("Control+k");
      await page.keyboard.type("keys of api");
      await page.keyboard.press("Enter");
      await page.waitForURL(/settings\/projects\/api\/keys/);
      await page.keyboard.press("g");
      await page.keyboard.press("i");
      await page.waitForURL(/\/issues/);
    }));

  it("keeps project, environment and period from page to page, and lets them go", () =>
    at(`${list}?project=2&environment=production&statsPeriod=7d`, async (page) => {
      await page.getByRole("button", { name: "7 days" }).waitFor();
      await page.getByRole("link", { name: "Settings" }).first().click();
      await page.waitForURL(/settings\?.*project=2.*statsPeriod=7d/);
      await page.getByRole("link", { name: /^Issues/ }).first().click();
      await page.waitForURL(/issues\?.*environment=production/);
      await page.keyboard.press("Shift+t");
      await page.getByLabel("From").fill("2026-11-01T10:00");
      await page.getByLabel("To").fill("2026-11-03T10:00");
      await page.getByRole("button", { name: "Apply" }).click();
      await page.waitForURL(/start=2026-11-01/);
      expect(param(page, "statsPeriod")).toBeNull();
      await page.getByRole("button", { name: "api", exact: true }).click();
      await page.getByRole("button", { name: "All projects" }).click();
      await page.waitForFunction(() => !location.search.includes("project="));
    }));

  it("peeks without leaving, walks on, and comes back to the row", () =>
    at(list, async (page) => {
      await row(page, "TypeError").first().waitFor();
      await page.keyboard.press("j");
      await page.keyboard.press("Space");
      const peek = page.locator("aside.peek");
      await peek.getByRole("heading").first().waitFor();
      const first = await peek.getAttribute("aria-label");
      await page.keyboard.press("j");
      await page.waitForFunction((label) => document.querySelector("aside.peek")?.getAttribute("aria-label") !== label, first);
      await page.keyboard.press("Escape");
      await peek.waitFor({ state: "detached" });
      await page.getByText("3 of 118").waitFor();
    }));

  it("shows the map of keys, and switches single keys off", () =>
    at(list, async (page) => {
      await row(page, "TypeError").first().waitFor();
      await page.keyboard.press("?");
      await page.getByRole("dialog").getByText("Open in a new tab").waitFor();
      await page.getByRole("checkbox", { name: "Single-key shortcuts" }).uncheck();
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await page.keyboard.press("x");
      expect(await page.getByRole("toolbar").count()).toBe(0);
    }));

  it("says in the tab how many new issues wait, and marks the icon", () =>
    at(list, async (page) => {
      await page.getByRole("button", { name: /3 new/ }).waitFor();
      await page.waitForFunction(() => document.title.startsWith("(3) "));
      expect(await page.locator("link[rel=icon]").getAttribute("href")).toBe("/favicon-new.svg");
      await page.keyboard.press(".");
      await page.waitForFunction(() => !document.title.startsWith("("));
      expect(await page.locator("link[rel=icon]").getAttribute("href")).toBe("/favicon.svg");
    }));
});

describe("searching and acting", () => {
  it("builds a search from keys, comparisons and values, and turns a token round", () =>
    at(list, async (page) => {
      await row(page, "TypeError").first().waitFor();
      await page.keyboard.press("/");
      await page.keyboard.type("leve");
      await page.keyboard.press("Tab");
      await page.getByRole("option", { name: /is not/ }).waitFor();
      await page.getByRole("option", { name: /level:warning/ }).click();
      await row(page, "HydrationMismatch").waitFor();
      await page.getByRole("button", { name: "Turn level:warning round" }).click();
      await row(page, "TypeError").first().waitFor();
      expect(param(page, "query")).toBe("is:unresolved !level:warning");
    }));

  it("names the key that was probably meant", () =>
    at(`${list}?query=is:unresolved+brwoser:x`, async (page) => {
      await page.getByText("No event has the key “brwoser”.").waitFor();
      await page.getByRole("button", { name: "browser", exact: true }).click();
      await page.waitForURL(/browser:x/);
    }));

  it("takes the rows between, then all that match, and takes the change back", () =>
    at(list, async (page) => {
      await row(page, "TypeError").first().waitFor();
      await page.keyboard.press("x");
      for (const key of ["j", "j", "Shift+x"]) await page.keyboard.press(key);
      await page.getByText("3 selected").waitFor();
      await page.getByRole("checkbox", { name: "Select all" }).click();
      await page.getByRole("button", { name: "Select all 118" }).click();
      await page.getByText("118 selected").waitFor();
      await page.keyboard.press("Shift+a");
      await page.getByText("118 issues assigned to Priya Nair").waitFor();
      await page.keyboard.press("z");
      await page.getByText("118 issues assigned to Priya Nair").waitFor({ state: "detached" });
      await page.getByRole("button", { name: "Display" }).click();
      await page.getByRole("button", { name: "Compact" }).click();
      await page.locator(".it.d-compact").waitFor();
    }));
});

it("is worked with one thumb: swipe, undo, search, sheet", () =>
  at(list, async (page) => {
    await row(page, "ChunkLoadError").first().waitFor();
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
    expect(await wide()).toBe(390);
    const box = await row(page, "ChunkLoadError").first().boundingBox();
    if (!box) throw new Error("no row");
    const touch = await page.context().newCDPSession(page);
    const send = (type: "touchStart" | "touchMove" | "touchEnd", x: number) => touch.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x, y: box.y + 40 }] });
    await send("touchStart", 300);
    for (const x of [280, 240, 200, 170]) await send("touchMove", x);
    await send("touchEnd", 170);
    await page.getByText("WEB-3F5 archived").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("WEB-3F5 archived").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Search issues" }).click();
    await page.getByRole("combobox", { name: "Search issues" }).fill("Chunk");
    await page.keyboard.press("Enter");
    await row(page, "HydrationMismatch").waitFor({ state: "detached" });
    await page.getByRole("button", { name: /Filters and order/ }).click();
    await page.getByRole("radio", { name: "By priority" }).click();
    await page.waitForURL(/group=priority/);
    expect(await wide()).toBe(390);
  }, { width: 390, height: 844 }));
