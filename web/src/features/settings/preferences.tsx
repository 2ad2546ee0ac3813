/** How Bartizan looks to this person: language, colours, rows, time zone, and the keys of this device. Each acts at once. */
import { type ReactNode, useState } from "react";
import { chooseLanguage, chosenLanguage, type Language, languages, t } from "~/lib/i18n/index";
import { deviceZone, setTimeZone, timeZone } from "~/lib/intl";
import { useStore } from "~/lib/store";
import { densities, density, setDensity } from "~/ui/density";
import { Check, Select } from "~/ui/field";
import { setSingleKeys, singleKeys } from "~/ui/hotkeys";
import { Seg } from "~/ui/seg";
import { setTheme, theme } from "~/ui/theme";
import { toast } from "~/ui/toast-store";

const zones = Intl.supportedValuesOf("timeZone");
const themes = ["system", "light", "dark"] as const;

export function Preferences() {
  const colours = useStore(theme);
  const rows = useStore(density);
  const keys = useStore(singleKeys);
  const zone = useStore(timeZone);
  const [chosen, setChosen] = useState<Language | "browser">(chosenLanguage() ?? "browser");
  const speak = (next: Language | "browser") => {
    setChosen(next);
    chooseLanguage(next === "browser" ? null : next).catch((error: unknown) => toast({ text: t("action.failed", { reason: error instanceof Error ? error.message : "" }), icon: "warning" }));
  };
  return (
    <dl className="prefs">
      <Row label={t("prefs.language")}><Seg<Language | "browser"> label={t("prefs.language")} value={chosen} onChange={speak} options={[{ value: "browser", label: t("prefs.browser") }, ...languages.map(({ id, name }) => ({ value: id, label: name }))]} /></Row>
      <Row label={t("you.theme")}><Seg label={t("you.theme")} value={colours} onChange={setTheme} options={themes.map((each) => ({ value: each, label: t(`theme.${each}`) }))} /></Row>
      <Row label={t("prefs.density")}><Seg label={t("prefs.density")} value={rows} onChange={setDensity} options={densities.map((each) => ({ value: each, label: t(`density.${each}`) }))} /></Row>
      <Row label={t("prefs.zone")}><Select quiet label={t("prefs.zone")} value={zone ?? ""} onChange={(next) => setTimeZone(next || null)} options={[["", t("prefs.zone.device", { zone: deviceZone() })], ...zones.map((each) => [each, each.replaceAll("_", " ")] as const)]} /></Row>
      <Row label={t("prefs.keys")}><Check label={t("prefs.keys.hint")} checked={keys} onChange={setSingleKeys} /></Row>
    </dl>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return <div><dt>{label}</dt><dd>{children}</dd></div>;
}
