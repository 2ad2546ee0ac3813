import { expect, it } from "vitest";
import { mentionsIn, offers, type Person, typing } from "./people";

const people: Person[] = [
  { id: "user:1", handle: "@Mina Okafor", name: "Mina Okafor", team: false }, { id: "team:2", handle: "#web", name: "web", team: true }, { id: "user:3", handle: "@Mina", name: "Mina", team: false },
];

it("finds who is mentioned, the whole name and each once", () => {
  expect(mentionsIn("@Mina Okafor, @Mina Okafor and #web", people)).toEqual(["user:1", "team:2"]);
  expect(mentionsIn("@Mina! mail me@Mina and #website", people)).toEqual(["user:3"]);
});

it("knows what is being typed, and offers who fits", () => {
  const at = (text: string) => offers(typing(text, text.length), people).map((each) => each.handle);
  expect(at("hello @mi")).toEqual(["@Mina", "@Mina Okafor"]);
  expect(at("hello @Mina Ok")).toEqual(["@Mina Okafor"]);
  expect(at("#")).toEqual(["#web"]);
  expect(at("mail@mi")).toEqual([]);
  expect(at("nothing")).toEqual([]);
});
