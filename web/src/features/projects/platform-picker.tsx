import { t } from "~/lib/i18n/index";
import { Icon } from "~/ui/icon";
import { matching } from "./platforms";

interface Props {
  value: string;
  onChange: (id: string) => void;
  /** What is looked for; also says which framework's snippet comes first. */
  text: string;
  onText: (text: string) => void;
}

export function PlatformPicker({ value, onChange, text, onText }: Props) {
  const shown = matching(text);
  return (
    <>
      <div className="searchf pl-q">
        <Icon name="search" />
        <input
          className="grow" type="search" aria-label={t("project.find")} placeholder={t("project.find")} value={text}
          onChange={(event) => onText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            if (shown[0]) onChange(shown[0].id);
          }}
        />
      </div>
      {shown.length === 0 ? <p className="t3 pk-e">{t("project.find.none")}</p> : (
        <div className="pl" role="radiogroup" aria-label={t("project.platform")}>
          {shown.map((platform) => (
            <label key={platform.id} className={platform.id === value ? "on" : ""}>
              <input type="radio" name="platform" className="sr" checked={platform.id === value} onChange={() => onChange(platform.id)} />
              <span className="mg" aria-hidden="true">{platform.mark}</span>
              {platform.id === "other" ? t("project.otherPlatform") : platform.name}
            </label>
          ))}
        </div>
      )}
    </>
  );
}
