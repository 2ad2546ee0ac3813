import { useQueries } from "@tanstack/react-query";
import { searchValuesQuery } from "~/api/organization";
import { compact } from "~/lib/number";
import { nearest } from "~/lib/nearest";
import { quote, tokenize } from "~/lib/query";
import { t } from "~/lib/i18n/index";

const most_checked = 3;
const known_by_server = new Set(["is", "assigned", "level"]);

/** When nothing matches: a value that a key never has, and the one that was probably meant. */
export function NearestValue({ org, query, onQuery }: { org: string; query: string; onQuery: (query: string) => void }) {
  const tokens = tokenize(query).filter((token) => token.key !== null && !token.negated && !known_by_server.has(token.key) && !/[*[\]<>]/.test(token.value)).slice(0, most_checked);
  const answers = useQueries({ queries: tokens.map((token) => searchValuesQuery(org, token.key ?? "", "")) });
  for (const [index, token] of tokens.entries()) {
    const values = answers[index]?.data ?? [];
    const value = token.value.replaceAll('"', "");
    if (values.length === 0 || values.some((each) => each.value === value)) continue;
    const near = nearest(value, values.map((each) => each.value));
    const count = values.find((each) => each.value === near)?.count;
    return (
      <>
        {t("empty.never")} <span className="mono">{token.key}</span> {t("empty.neverHas")} <span className="mono">{value}</span>.{" "}
        {near && <>{t("search.mean")} <button type="button" className="link mono" onClick={() => onQuery(tokenize(query).map((each) => (each.raw === token.raw ? `${token.key}:${quote(near)}` : each.raw)).join(" "))}>{token.key}:{near}</button>{count ? ` (${t("empty.events", { n: compact(count) })})` : ""}?</>}
      </>
    );
  }
  return <>{t("empty.nothing.text")}</>;
}
