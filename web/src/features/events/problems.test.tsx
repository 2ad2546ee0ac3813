import { act } from "react";
import { createRoot } from "react-dom/client";
import { expect, it } from "vitest";
import type { EventDetail } from "~/api/event-types";
import { Problems } from "./problems";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

function summaries(...errors: EventDetail["errors"]): string[] {
  const holder = document.createElement("div");
  act(() => createRoot(holder).render(<Problems event={{ errors } as EventDetail} />));
  return [...holder.querySelectorAll("summary")].map((each) => each.textContent);
}

const noMap = { type: "js_no_sourcemap_reference", message: "The uploaded file names no source map.", data: { url: "https://shop.example/a.js" } };
const cut = { type: "value_too_long", data: { name: "extra" } };
const noSymbols = { type: "native_missing_dsym", data: { image_name: "libshop.so", fix: "sentry-cli debug-files upload PATH" } };
const noMapping = { type: "proguard_missing_mapping", data: { mapping_uuid: "1" } };

it("says nothing where nothing is wrong, or only a source map is missing", () => {
  expect(summaries()).toEqual([]);
  expect(summaries(noMap, { ...noMap, type: "js_missing_sources_content" })).toEqual([]);
});

it("counts parts that could not be used without what frames tell themselves", () => {
  expect(summaries(noMap, cut, noMap)).toEqual(["1 part of this event could not be used"]);
});

it("tells missing debug files for what they are", () => {
  expect(summaries(noSymbols, noMap, cut, noMapping)).toEqual([
    "1 part of this event could not be used",
    "Frames stay unreadable: 2 debug files are missing or cannot be used",
  ]);
});
