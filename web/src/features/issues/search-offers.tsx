import { t } from "~/lib/i18n/index";
import type { Suggestion } from "./suggestions";

interface Props {
  id: string;
  offers: readonly Suggestion[];
  at: number;
  shown: boolean;
  onAccept: (offer: Suggestion) => void;
}

/** The menu under the search line: how to compare, values with their counts, keys with what they mean. */
export function SearchOffers({ id, offers, at, shown, onAccept }: Props) {
  const sections = [...new Set(offers.map((offer) => offer.section))];
  return (
    <div id={`${id}-l`} role="listbox" aria-label={t("search.offers")} className="pop offers" hidden={!shown}>
      {sections.map((section) => {
        const own = offers.map((offer, index) => ({ offer, index })).filter(({ offer }) => offer.section === section);
        if (own.length === 0) return null;
        return (
          <div key={section} role="group" aria-labelledby={`${id}-${section}`}>
            <div id={`${id}-${section}`} className="lab of-h">{t(`offers.${section}`)}</div>
            {own.map(({ offer, index }) => (
              <div key={offer.text + offer.hint} id={`${id}-${index}`} role="option" tabIndex={-1} aria-selected={index === at} className={`mi ${index === at ? "on" : ""}`} onMouseDown={(event) => { event.preventDefault(); onAccept(offer); }}>
                <span className="mono ell grow">{offer.label ?? offer.text}</span>
                <span className="t3 t12 nw">{offer.hint}</span>
              </div>
            ))}
          </div>
        );
      })}
      <div className="of-f t12 t3" aria-hidden="true"><kbd>↑</kbd><kbd>↓</kbd> {t("offers.choose")} <kbd>Tab</kbd> {t("offers.take")} <kbd>Esc</kbd> {t("close")}</div>
    </div>
  );
}
