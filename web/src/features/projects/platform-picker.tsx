import { t } from "~/lib/i18n/index";
import { platforms } from "./platforms";

export function PlatformPicker({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  return (
    <div className="pl" role="radiogroup" aria-label={t("project.platform")}>
      {platforms.map((platform) => (
        <label key={platform.id} className={platform.id === value ? "on" : ""}>
          <input type="radio" name="platform" className="sr" checked={platform.id === value} onChange={() => onChange(platform.id)} />
          <span className="mg" aria-hidden="true">{platform.mark}</span>
          {platform.name}
        </label>
      ))}
    </div>
  );
}
