import { describe, expect, it } from "vitest";
import { errorFrom } from "./errors";
import { parseLink, withParams } from "./http";
import { difference } from "./system";

describe("http", () => {
  it("repeats list parameters and leaves out what is not there", () => {
    expect(withParams("/x/", { project: ["1", "2"], query: "", sort: undefined, n: 3 })).toBe("/x/?project=1&project=2&query=&n=3");
  });
  it("reads cursors only where there are results", () => {
    const header = '<http://h/?cursor=0:0:1>; rel="previous"; results="false"; cursor="0:0:1", <http://h/?cursor=0:50:0>; rel="next"; results="true"; cursor="0:50:0"';
    expect(parseLink(header)).toEqual({ next: "0:50:0", previous: null });
    expect(parseLink("")).toEqual({ next: null, previous: null });
  });
  it("understands each form of a fault", () => {
    expect(errorFrom(400, "/x", { detail: "no" }, null).message).toBe("no");
    expect(errorFrom(400, "/x", { slug: ["taken"] }, null)).toMatchObject({ message: "taken", fields: { slug: ["taken"] } });
    expect(errorFrom(403, "/x", { detail: { code: "c", message: "sudo" } }, null).message).toBe("sudo");
    expect(errorFrom(429, "/x", null, "30")).toMatchObject({ message: "HTTP 429", retryAfterS: 30 });
  });
});

describe("ledger", () => {
  const row = (outcome: string, quantity: number) => ({ category: "error", outcome, reason: "", quantity });
  it("is nought when everything has an outcome", () => {
    expect(difference({ since: "", received: 10, rows: [row("accepted", 8), row("invalid", 2)] })).toBe(0);
  });
  it("shows what is missing, and leaves out what never arrived", () => {
    expect(difference({ since: "", received: 10, rows: [row("accepted", 8), row("client_discard", 5)] })).toBe(2);
  });
});
