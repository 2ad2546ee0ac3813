/** An issue with its event as Markdown, to paste into a ticket. */
import { entry, type EventDetail, type Frame } from "~/api/event-types";
import { offset, say } from "./crumbs";
import { curl } from "./curl";
import { exceptionTree } from "./exception-tree";
import { frameFile, frameName } from "./frames";
import { toMs } from "~/lib/time";

const shown_frames = 30;
const shown_crumbs = 10;

/** A fence longer than any run of backticks in the text, so that the text cannot end it. */
function fenced(text: string, language = ""): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** Text that stands for itself in a line of Markdown. */
function plain(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, " ").replaceAll(/[\\`*_{}[\]<>#|]/g, String.raw`\$&`);
}

function code(text: string): string {
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}

function stackText(frames: readonly Frame[]): string {
  const own = frames.some((frame) => frame.inApp);
  const list = frames.toReversed();
  const first = list.find((frame) => frame.inApp) ?? list[0];
  return list
    .filter((frame) => frame.inApp || !own)
    .slice(0, shown_frames)
    .map((frame) => {
      const line = `${frameName(frame)} (${frameFile(frame)})`;
      const source = frame === first ? (frame.context ?? []).map(([n, text]) => `${n === frame.lineNo ? ">" : " "} ${String(n).padStart(5)} | ${text}`) : [];
      return [line, ...source].join("\n");
    })
    .join("\n");
}

export function toMarkdown(head: { title: string; shortId: string; link: string }, event: EventDetail): string {
  const tag = (key: string) => event.tags.find((each) => each.key === key)?.value ?? "";
  const user = event.user ? (event.user.email ?? event.user.username ?? event.user.id ?? event.user.ip_address ?? "") : "";
  const facts: Array<[string, string]> = [["Event", event.eventID], ["When", event.dateCreated ?? event.dateReceived ?? ""], ["Release", event.release?.version ?? tag("release")], ["Environment", tag("environment")], ["Transaction", tag("transaction")], ["User", user]];
  const out = [`# ${plain(head.title)}`, "", `[${head.shortId}](${head.link})`, "", ...facts.filter(([, value]) => value).map(([name, value]) => `- ${name}: ${code(value)}`)];
  for (const { value, role, source } of exceptionTree(entry(event, "exception")?.values ?? [])) {
    const frames = value.stacktrace?.frames ?? [];
    out.push("", `## ${role === "top" ? "" : role === "member" ? "Within: " : "Caused by: "}${plain(value.type ?? "Error")}${source ? ` (${code(source)})` : ""}`, "", plain(value.value ?? ""));
    if (frames.length > 0) out.push("", fenced(stackText(frames)));
  }
  const message = entry(event, "message");
  if (message?.formatted) out.push("", fenced(message.formatted));
  const crumbs = entry(event, "breadcrumbs")?.values ?? [];
  if (crumbs.length > 0) out.push("", "## Breadcrumbs", "", fenced(crumbs.slice(-shown_crumbs).map((crumb) => `${offset(crumb, toMs(event.dateCreated ?? event.dateReceived)).padStart(9)}  ${crumb.category ?? crumb.type}  ${say(crumb)}`).join("\n")));
  const request = entry(event, "request");
  if (request) out.push("", "## Request", "", fenced(curl(request), "sh"));
  return `${out.join("\n")}\n`;
}
