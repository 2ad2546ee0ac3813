/** An issue with its event as Markdown, to paste into a ticket. */
import { entry, type EventDetail } from "~/api/event-types";
import { chain, frameFile, frameName } from "./frames";

export function toMarkdown(head: { title: string; shortId: string; link: string }, event: EventDetail): string {
  const values = entry(event, "exception")?.values ?? [];
  const stacks = chain(values).map((value) => {
    const frames = (value.stacktrace?.frames ?? []).toReversed().filter((frame, _, all) => frame.inApp || !all.some((each) => each.inApp));
    return [`**${value.type ?? ""}**: ${value.value ?? ""}`, "", "```", ...frames.map((frame) => `${frameName(frame)} (${frameFile(frame)})`), "```"].join("\n");
  });
  const facts = [["Event", event.eventID], ["When", event.dateCreated ?? ""], ["Release", event.release?.version ?? ""], ["Environment", event.tags.find((tag) => tag.key === "environment")?.value ?? ""]];
  return [`# ${head.title}`, "", `[${head.shortId}](${head.link})`, "", ...facts.filter(([, value]) => value).map(([name, value]) => `- ${name}: \`${value}\``), "", ...stacks].join("\n");
}
