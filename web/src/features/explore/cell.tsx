import { Link } from "@tanstack/react-router";
import { t } from "~/lib/i18n/index";
import { locale } from "~/lib/i18n/index";
import { Time } from "~/ui/text";
import type { Row } from "./queries";

interface Props {
  org: string;
  row: Row;
  column: string;
  type: string;
}

export const isNumeric = (type: string): boolean => ["integer", "number", "rate", "percentage", "duration", "size"].includes(type);

const digits = 4;

export function numberText(value: number, type: string): string {
  if (type === "percentage") return new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 1 }).format(value);
  if (type === "integer" || Number.isInteger(value)) return new Intl.NumberFormat(locale()).format(value);
  return new Intl.NumberFormat(locale(), { maximumSignificantDigits: digits }).format(value);
}

/** A value as its type is read; ids lead to what they name. */
export function Cell({ org, row, column, type }: Props) {
  const value = row[column];
  if (value === null || value === undefined || value === "") return <span className="t3">{t("explore.none")}</span>;
  if (typeof value === "number") return <>{numberText(value, type)}</>;
  if (type === "date" && typeof value === "string") return <Time value={value} />;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (column === "issue") return <Link to="/organizations/$org/issues/$issueId" params={{ org, issueId: text }} className="mono">{text}</Link>;
  return <span title={text}>{text}</span>;
}
