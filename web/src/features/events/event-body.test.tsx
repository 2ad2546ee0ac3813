import { act } from "react";
import { createRoot } from "react-dom/client";
import { expect, it } from "vitest";
import type { EventDetail } from "~/api/event-types";
import { EventBody } from "./event-body";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const bare: EventDetail = {
  id: "0".repeat(32), eventID: "0".repeat(32), groupID: null, projectID: "1", type: "default", title: "t", message: null, dateReceived: null, platform: "other",
  dist: null, size: null, user: null, tags: [], contexts: null, context: null, packages: null, sdk: null, release: null, errors: [], entries: [], nextEventID: null, previousEventID: null,
};

function render(event: EventDetail): HTMLElement {
  const holder = document.createElement("div");
  act(() => createRoot(holder).render(<EventBody event={event} />));
  return holder;
}

it("shows an event that carries nothing", () => {
  expect(render(bare).textContent).toContain("Details");
});

it("takes markup for text, wherever it stands", () => {
  const evil = `<img src=x onerror="alert(1)"><script>alert(1)</script>`;
  const frame = { filename: evil, absPath: evil, module: null, function: evil, lineNo: 1, colNo: null, inApp: true, context: [[1, evil]], vars: { [evil]: evil }, sourceLink: "javascript:alert(1)" };
  const holder = render({
    ...bare, tags: [{ key: evil, value: evil }], contexts: { [evil]: { a: evil } }, context: { deep: { er: [evil] } }, errors: [{ type: evil, message: evil }],
    entries: [
      { type: "message", data: { formatted: evil } },
      { type: "exception", data: { values: [{ type: evil, value: evil, module: null, mechanism: null, stacktrace: { frames: [frame] } }] } },
      { type: "breadcrumbs", data: { values: [{ type: evil, category: evil, level: evil, message: evil, timestamp: "rubbish", data: null }] } },
      { type: "request", data: { method: evil, url: evil, query: evil, data: evil, headers: null, cookies: null } },
      { type: evil, data: evil },
    ],
  });
  expect(holder.querySelector("img,script")).toBeNull();
  expect([...holder.querySelectorAll("a")].map((link) => link.getAttribute("href"))).toEqual([]);
  expect(holder.textContent).toContain(evil);
});

it("shows an exception without a stack, and threads that have one", () => {
  const holder = render({
    ...bare,
    entries: [
      { type: "exception", data: { values: [{ type: "E", value: null, module: null, mechanism: null, stacktrace: null }] } },
      { type: "threads", data: { values: [{ id: 7, name: null, crashed: true, current: false, stacktrace: { frames: [{ function: "spin", filename: null, absPath: null, module: null, lineNo: null, colNo: null, inApp: false, context: null, vars: null }] } }] } },
    ],
  });
  expect(holder.textContent).toContain("without a stack trace");
  expect(holder.textContent).toContain("spin");
});
