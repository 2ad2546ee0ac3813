// What people do, by role and name, on the sample data.
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

async function at(path: string, run: (page: Page) => Promise<void>, options: { state?: string; width?: number; height?: number } = {}): Promise<void> {
  const { page, faults, close } = await open(browser, { url: server.url, ...options });
  await page.goto(server.url + path);
  await run(page);
  await close();
  expect(faults.filter((fault) => !/status of 4\d\d/.test(fault))).toEqual([]);
}

const list = "/organizations/larkfield/issues";
const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });

describe("the list", () => {
  it("resolves by key and takes it back", () =>
    at(list, async (page) => {
      await page.getByRole("grid", { name: "Issues" }).waitFor();
      await page.keyboard.press("e");
      await page.getByText(/-\w+ resolved$/).waitFor();
      await page.getByRole("button", { name: "Undo" }).click();
      await page.getByText(/-\w+ resolved$/).waitFor({ state: "detached" });
      expect(await page.locator(".ir.gone").count()).toBe(0);
    }));

  it("moves, selects and acts on what is selected", () =>
    at(list, async (page) => {
      await row(page, "AbortError").waitFor();
      for (const key of ["j", "x", "j", "x"]) await page.keyboard.press(key);
      await page.getByText("2 selected").waitFor();
      await page.getByRole("toolbar").getByRole("button", { name: "Archive" }).click();
      await page.getByText("2 issues archived").waitFor();
      await page.keyboard.press("z");
      await page.getByText("2 issues archived").waitFor({ state: "detached" });
    }));

  it("searches with completion, and the address follows", () =>
    at(list, async (page) => {
      await row(page, "AbortError").waitFor();
      await page.keyboard.press("/");
      await page.keyboard.type("lev");
      await page.getByRole("option", { name: /^level/ }).waitFor();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.keyboard.type("fat");
      await page.getByRole("option", { name: "level:fatal" }).waitFor();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await row(page, "WorkerLostError").waitFor();
      expect(new URL(page.url()).searchParams.get("query")).toBe("is:unresolved level:fatal");
      await page.getByRole("button", { name: "Remove level:fatal" }).click();
      await row(page, "AbortError").waitFor();
    }));

  it("keeps new issues behind the pill, and the place on the way back", () =>
    at(list, async (page) => {
      await page.getByRole("button", { name: /3 new/ }).waitFor();
      const before = await page.getByRole("row").nth(1).innerText();
      expect(before).not.toContain("WEB-3G0");
      for (let i = 0; i < 40; i += 1) await page.keyboard.press("j");
      await page.getByText("41 of 118").waitFor();
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.getByText("41 of 118").waitFor();
      await page.keyboard.press("j");
      await page.getByText("42 of 118").waitFor();
      await page.goBack();
      await page.goBack();
      await page.getByText("41 of 118").waitFor();
    }));

  it("says where a search is wrong, and what to do when nothing matches", () =>
    at(`${list}?query=(level:error`, async (page) => {
      await page.getByRole("alert").getByText(/never closed/).waitFor();
      await page.goto(`${server.url}${list}?query=flow:chekout`);
      await page.getByRole("button", { name: "Clear the search" }).click();
      await row(page, "AbortError").waitFor();
    }));
});

describe("the issue", () => {
  it("shows our frame with source and variables, opens others, walks through events", () =>
    at(`${list}/WEB-3F2`, async (page) => {
      await page.getByRole("heading", { name: /TypeError: Cannot read/ }).waitFor();
      await page.getByText("total += line.qty").waitFor();
      await page.getByText("GIFT-25").first().waitFor();
      await page.getByRole("button", { name: /14 frames of others/ }).click();
      await page.getByText("node_modules/hono/dist/router.js").first().waitFor();
      await page.getByRole("button", { name: "Older event" }).click();
      await page.waitForURL(/event=[0-9a-f]{32}/);
      await page.getByRole("button", { name: "Newer event" }).click();
      await page.waitForURL(/event=7c1e90ab/);
    }));

  it("is assigned by key, commented and resolved in a release", () =>
    at(`${list}/API-2B1`, async (page) => {
      await page.getByRole("heading", { name: /GatewayTimeout/ }).waitFor();
      await page.keyboard.press("a");
      await page.getByRole("option", { name: /Mina Okafor/ }).click();
      await page.getByText("API-2B1 assigned to Mina Okafor").waitFor();
      await page.getByRole("listbox").waitFor({ state: "detached" });
      await page.keyboard.press("c");
      await page.keyboard.type("looking into it");
      await page.keyboard.press("Control+Enter");
      await page.getByRole("region", { name: "Activity" }).getByText("looking into it").waitFor();
      await page.getByRole("button", { name: "Resolve in…" }).click();
      await page.getByRole("option", { name: /next release/ }).click();
      await page.getByText("in the next release").first().waitFor();
      await page.getByRole("button", { name: /Reopen/ }).click();
      await page.getByText("API-2B1 reopened").waitFor();
    }));

  it("shows the event as it is stored", () =>
    at(`${list}/WEB-3F2`, async (page) => {
      await page.getByRole("link", { name: "JSON" }).click();
      await page.getByRole("region", { name: "The event as it is stored" }).getByText('"eventID"').waitFor();
    }));
});

describe("the first steps", () => {
  it("creates a project, shows its DSN, and turns green when the event comes", () =>
    at("/organizations/larkfield/projects/new", async (page) => {
      const name = `shop ${Date.now()}`;
      await page.getByRole("radio", { name: "Python" }).check({ force: true });
      await page.getByRole("textbox", { name: "Project" }).fill(name);
      await page.getByRole("button", { name: "Create project" }).click();
      await page.getByText(/Waiting for the first event of shop-/).waitFor();
      expect(await page.getByRole("main").innerText()).toMatch(/dsn="https:\/\/[0-9a-f]{32}@/);
      await page.getByRole("button", { name: "Send a test event" }).click();
      await page.getByText(/It works/).waitFor();
      await page.getByRole("link", { name: "Open the issue" }).click();
      await page.getByRole("heading", { level: 1 }).waitFor();
    }));

  it("sets up, and signs in after a wrong try", async () => {
    await at("/setup?token=abc", async (page) => {
      await page.getByLabel("Organisation").fill("Larkfield");
      await page.getByLabel("Name", { exact: true }).fill("Priya Nair");
      await page.getByLabel("E-mail").fill("priya@larkfield.example");
      await page.getByLabel("Password").fill("correct horse battery");
      await page.getByRole("button", { name: "Create and sign in" }).click();
      await page.getByRole("grid", { name: "Issues" }).waitFor();
    }, { state: "setup" });
    await at(`${list}?query=is:new`, async (page) => {
      await page.getByLabel("E-mail").fill("priya@larkfield.example");
      await page.getByLabel("Password").fill("wrong");
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("alert").waitFor();
      await page.getByLabel("Password").fill("right one");
      await page.getByRole("button", { name: "Sign in" }).click();
      await row(page, "HydrationMismatch").waitFor();
      expect(new URL(page.url()).searchParams.get("query")).toBe("is:new");
    }, { state: "signed-out" });
  });
});

describe("settings", () => {
  it("creates, limits, switches off and deletes a key", () =>
    at("/organizations/larkfield/settings/projects/web/keys", async (page) => {
      await page.getByRole("button", { name: "Create key" }).click();
      await page.getByLabel("Name of the key").fill("billing");
      await page.getByLabel("Events at most").fill("100");
      await page.getByRole("dialog").getByRole("button", { name: "Create key" }).click();
      const card = page.getByRole("region", { name: "billing" });
      await card.getByText("At most 100 events in 1 min").waitFor();
      await card.getByRole("button", { name: "Switch off" }).click();
      await card.getByText("switched off").waitFor();
      await card.getByRole("button", { name: "Delete" }).click();
      await page.getByLabel(/Type “billing”/).fill("billing");
      await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
      await card.waitFor({ state: "detached" });
    }));

  it("shows a new token once, and revokes it", () =>
    at("/organizations/larkfield/settings/tokens", async (page) => {
      await page.getByRole("button", { name: "Create token" }).first().click();
      await page.getByLabel("Name").fill("release robot");
      await page.getByRole("dialog").getByRole("button", { name: "Create token" }).click();
      expect(await page.getByTestId("secret").innerText()).toMatch(/^sntrys_/);
      await page.getByRole("button", { name: "Done" }).click();
      expect(await page.getByText("sntrys_").count()).toBe(0);
      await page.getByRole("button", { name: "Revoke release robot" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
      await page.getByText("release robot revoked").waitFor();
    }));

  it("adds up the ledger itself", () =>
    at("/organizations/larkfield/system", async (page) => {
      await page.getByText("adds up, difference 0").waitFor();
    }));
});

it("is usable with one thumb at 390 px", () =>
  at(list, async (page) => {
    await row(page, "TypeError").first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await row(page, "TypeError").first().getByRole("link").click();
    await page.getByRole("button", { name: "Resolve", exact: true }).click();
    await page.getByText("WEB-3F2 resolved").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  }, { width: 390, height: 844 }));

describe("people and settings", () => {
  const settings = "/organizations/larkfield/settings";

  it("speaks German at once, keeps it, and tells the page's language", () =>
    at(settings, async (page) => {
      await page.getByRole("button", { name: "Deutsch" }).click();
      await page.getByRole("heading", { name: "Einstellungen", level: 1 }).waitFor();
      expect(await page.evaluate(() => document.documentElement.lang)).toBe("de");
      await page.reload();
      await page.getByRole("heading", { name: "Einstellungen", level: 1 }).waitFor();
      await page.getByRole("button", { name: "Dicht" }).click();
      expect(await page.evaluate(() => document.documentElement.dataset.density)).toBe("compact");
    }));

  it("invites by a link that is shown once, and revokes the invitation", () =>
    at(`${settings}/members`, async (page) => {
      await page.getByRole("button", { name: "Invite" }).click();
      await page.getByLabel("E-mail").fill("sam@larkfield.example");
      await page.getByRole("dialog").getByLabel("Role").selectOption("manager");
      await page.getByRole("dialog").getByRole("button", { name: "Invite" }).click();
      expect(await page.getByTestId("invite-link").innerText()).toContain("/invite/1-");
      await page.getByRole("button", { name: "Done" }).click();
      await page.getByRole("row", { name: /sam@larkfield/ }).getByRole("button", { name: "Revoke" }).click();
      await page.getByText("Invitation of sam@larkfield.example revoked").waitFor();
      expect(await page.getByRole("row", { name: /sam@larkfield/ }).count()).toBe(0);
    }));

  it("gives a role, and takes it back by undo", () =>
    at(`${settings}/members`, async (page) => {
      await page.getByLabel("Role of Jonas Weber").selectOption("admin");
      await page.getByText("Jonas Weber is now Admin").waitFor();
      await page.getByRole("button", { name: /Undo/ }).click();
      await page.getByText("Taken back").waitFor();
      expect(await page.getByLabel("Role of Jonas Weber").inputValue()).toBe("member");
    }));

  it("makes a team and puts somebody in", () =>
    at(`${settings}/teams`, async (page) => {
      await page.getByRole("button", { name: "Create team" }).click();
      await page.getByLabel("Name").fill("Night Watch");
      await page.getByRole("dialog").getByRole("button", { name: "Create team" }).click();
      await page.getByRole("heading", { name: "#night-watch" }).waitFor();
    }));

  it("changes a project and deletes it only once its name is typed", () =>
    at(`${settings}/projects/worker`, async (page) => {
      await page.getByLabel("Resolve by age, in hours").fill("72");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("Saved").waitFor();
      await page.getByRole("button", { name: "Delete project" }).click();
      const last = page.getByRole("dialog").getByRole("button", { name: "Delete project" });
      expect(await last.getAttribute("aria-disabled")).toBe("true");
      await page.getByLabel(/Type “worker”/).fill("worker");
      await last.click();
      await page.getByText("worker deleted").waitFor();
    }));

  it("takes an invitation with a new account", async () => {
    const { page, close } = await open(browser, { url: server.url, state: "signed-out" });
    await page.goto(`${server.url}/invite/1-9-abc`);
    await page.getByRole("heading", { name: "Join Larkfield" }).waitFor();
    await page.getByLabel("Name").fill("Noor Haddad");
    await page.getByLabel("Password").fill("correct horse");
    await page.getByRole("button", { name: "Accept the invitation" }).click();
    await page.waitForURL(/organizations\/larkfield\/issues/);
    await close();
  });

  it("says when an invitation is used up, and asks who has an account to sign in", async () => {
    const { page, close } = await open(browser, { url: server.url, state: "signed-out" });
    await page.goto(`${server.url}/invite/1-9-used`);
    await page.getByRole("heading", { name: "This invitation is not valid any more" }).waitFor();
    await page.goto(`${server.url}/invite/1-9-known`);
    expect(await page.getByRole("link", { name: "Sign in" }).getAttribute("href")).toContain("next=/invite/1-9-known");
    await close();
  });
});

it("finds a platform by the name of its framework, and says what comes next after the first event", () =>
  at("/organizations/larkfield/projects/api/getting-started", async (page) => {
    await page.getByLabel("Platform or framework").fill("flask");
    expect(await page.getByRole("radio").count()).toBe(1);
    await page.getByRole("button", { name: "Flask", pressed: true }).waitFor();
    await page.getByText("pip install sentry-sdk").waitFor();
    await page.getByRole("heading", { name: "Check list" }).waitFor();
    await page.getByText(/of 7 done/).waitFor();
  }));
