/** What the event says of itself that went wrong: parts that could not be used, and debug files that frames lack. */
import type { EventDetail } from "~/api/event-types";
import { t, told } from "~/lib/i18n/index";
import { Icon } from "~/ui/icon";

type Fault = EventDetail["errors"][number];

const lacksDebugFile = (fault: Fault) => /^(native|proguard)_/.test(fault.type);
/** Told at the frames themselves, with what mends it; the event is whole without its source maps. */
const isOfSourceMap = (fault: Fault) => fault.type.startsWith("js_");

/** What a fault's data says in words; the rest of it is names and figures. */
const toldText = (key: string, value: unknown) => ((key === "reason" || key === "fix") && typeof value === "string" ? told(value) : value);

function FaultList({ title, faults }: { title: string; faults: Fault[] }) {
  if (faults.length === 0) return null;
  return (
    <details className="ban ban-d">
      <summary><Icon name="warning" />{title}</summary>
      <ul>{faults.map((fault, i) => <li key={i} className="mono t12">{fault.type}{fault.message ? `: ${told(fault.message)}` : ""} {fault.data ? JSON.stringify(fault.data, toldText) : ""}</li>)}</ul>
    </details>
  );
}

export function Problems({ event }: { event: EventDetail }) {
  const debugFiles = event.errors.filter(lacksDebugFile);
  const parts = event.errors.filter((fault) => !lacksDebugFile(fault) && !isOfSourceMap(fault));
  return (
    <>
      <FaultList title={t("event.problems", { n: parts.length })} faults={parts} />
      <FaultList title={t("event.debugFiles", { n: debugFiles.length })} faults={debugFiles} />
    </>
  );
}
