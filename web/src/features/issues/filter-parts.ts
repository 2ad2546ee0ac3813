/** A filter in its parts: what the builder shows, and the text it stands for. */
import { quote, token } from "~/lib/query";

export type Operator = "is" | "not" | "contains" | "more" | "less" | "has" | "hasNot";

export interface Filter {
  key: string;
  operator: Operator;
  /** Several for `is` and `not`, none for `has` and `hasNot`, else one. */
  values: readonly string[];
}

const unquoted = (value: string) => (/^".*"$/s.test(value) ? value.slice(1, -1).replaceAll('\\"', '"') : value);

/** The members of `[a,"b, c"]`; null for what is no list. */
function members(value: string): string[] | null {
  const inside = /^\[(.*)\]$/s.exec(value)?.[1];
  return inside === undefined ? null : (inside.match(/"(?:\\.|[^"\\])*"|[^,\s][^,]*/g) ?? []).map((each) => unquoted(each.trim()));
}

/** Null for free text and for what the builder cannot show. */
export function readFilter(raw: string): Filter | null {
  const { key, value, negated } = token(raw);
  if (key === null) return null;
  if (key === "has") return { key: unquoted(value), operator: negated ? "hasNot" : "has", values: [] };
  const several = members(value);
  if (several) return { key, operator: negated ? "not" : "is", values: several };
  const compared = negated ? null : /^([<>])([^=].*)$/s.exec(value);
  if (compared) return { key, operator: compared[1] === ">" ? "more" : "less", values: [unquoted(compared[2] ?? "")] };
  const plain = unquoted(value);
  const part = negated ? null : /^\*([^*]+)\*$/s.exec(plain);
  if (part) return { key, operator: "contains", values: [part[1] ?? ""] };
  return { key, operator: negated ? "not" : "is", values: [plain] };
}

/** The text of a filter; null as long as it has no value. */
export function writeFilter({ key, operator, values }: Filter): string | null {
  if (operator === "has") return `has:${quote(key)}`;
  if (operator === "hasNot") return `!has:${quote(key)}`;
  const [first] = values;
  if (first === undefined || (first === "" && operator !== "is" && operator !== "not")) return null;
  switch (operator) {
    case "contains": return `${key}:${quote(`*${first}*`)}`;
    case "more": return `${key}:>${quote(first)}`;
    case "less": return `${key}:<${quote(first)}`;
    default: return `${operator === "not" ? "!" : ""}${key}:${values.length > 1 ? `[${values.map(quote).join(",")}]` : quote(first)}`;
  }
}

const by_kind: Record<string, readonly Operator[]> = {
  text: ["is", "not", "contains", "has", "hasNot"],
  number: ["is", "not", "more", "less"],
  time: ["more", "less", "is"],
};

/** How a key may be compared, with what is in force. */
export function operatorsOf(kind: string, current: Operator): Operator[] {
  const known = by_kind[kind] ?? ["is", "not"];
  return known.includes(current) ? [...known] : [...known, current];
}

/** The filter with a value taken or let go; a value that says how to compare (`>100`) brings its operator along. */
export function withValue(filter: Filter, value: string): Filter {
  if (/^[<>]/.test(value)) return readFilter(`${filter.key}:${value}`) ?? filter;
  const has = filter.values.includes(value);
  if (filter.operator !== "is" && filter.operator !== "not") return { ...filter, values: has ? [] : [value] };
  // `is` names states that exclude each other or come from different drawers: the server takes one at a time.
  if (filter.key === "is") return { ...filter, values: has ? [] : [value] };
  return { ...filter, values: has ? filter.values.filter((each) => each !== value) : [...filter.values, value] };
}

export function withOperator(filter: Filter, operator: Operator): Filter {
  const several = operator === "is" || operator === "not";
  return { ...filter, operator, values: operator === "has" || operator === "hasNot" ? [] : several ? filter.values : filter.values.slice(0, 1) };
}
