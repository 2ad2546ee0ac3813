/** A filter put together by choosing: a field, how to compare, real values. What is chosen is in force at once. */
import { Popover } from "@base-ui/react/popover";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { searchKeysQuery, searchValuesQuery } from "~/api/organization";
import type { SearchKey } from "~/api/types";
import { type MessageKey, t } from "~/lib/i18n/index";
import { compact } from "~/lib/number";
import { Button } from "~/ui/button";
import { type PickerItem, PickerList } from "~/ui/picker";
import { fieldText } from "./suggestions";
import { type Filter, type Operator, operatorsOf, readFilter, withOperator, withValue, writeFilter } from "./filter-parts";

const operator_text: Record<Operator, MessageKey> = {
  is: "operator.is", not: "operator.not", contains: "operator.contains", more: "operator.more", less: "operator.less", has: "operator.has", hasNot: "operator.hasNot",
};

interface Props {
  org: string;
  /** The texts of all filters when it opened. */
  raws: readonly string[];
  /** Which one is changed; the number of all for a new one. */
  at: number;
  anchor: () => Element | null;
  onRaws: (raws: string[]) => void;
  /** Puts one back into the line, to be written by hand. */
  onText: (raw: string) => void;
  onClose: () => void;
}

export default function FilterBuilder({ org, raws, at, anchor, onRaws, onText, onClose }: Props) {
  const [filter, setFilter] = useState<Filter | null>(() => readFilter(raws[at] ?? ""));
  const keys = useQuery(searchKeysQuery(org)).data ?? [];
  const put = (raw: string | null) => onRaws([...raws.slice(0, at), ...(raw === null ? [] : [raw]), ...raws.slice(at + 1)]);
  const change = (next: Filter) => {
    setFilter(next);
    put(writeFilter(next));
  };
  const asText = () => {
    put(null);
    onText((filter && writeFilter(filter)) ?? (filter ? `${filter.key}:` : ""));
    onClose();
  };
  const remove = () => {
    put(null);
    onClose();
  };
  const kind = keys.find((each) => each.key === filter?.key || each.aliases?.includes(filter?.key ?? ""));
  return (
    <Popover.Root open onOpenChange={(open) => !open && onClose()}>
      <Popover.Portal>
        <Popover.Positioner className="pos" align="start" sideOffset={6} collisionPadding={8} anchor={anchor}>
          <Popover.Popup className="pop picker fb" aria-label={filter ? t("builder.title", { key: filter.key }) : t("builder.field")}>
            {filter
              ? <Editor key={filter.key} org={org} filter={filter} kind={kind} onChange={change} onText={asText} onRemove={remove} onClose={onClose} />
              : <PickerList label={t("builder.field")} items={fields(keys)} selected={[]} multiple onPick={(key) => setFilter({ key, operator: operatorsOf(keys.find((each) => each.key === key)?.valueType ?? "text", "is")[0] ?? "is", values: [] })} close={onClose} />}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** Keys by what they mean; a tag that says nothing more than its name is its name. */
function fields(keys: readonly SearchKey[]): PickerItem[] {
  return keys.filter((each) => each.key !== "has").map((each) => ({
    value: each.key, label: fieldText(each) || each.key,
    hint: <span className="mono">{each.key}{each.count === null ? "" : ` · ${compact(each.count)}`}</span>,
  }));
}

/** Tags are described by their own name. */
const words = (text: string) => text.toLowerCase().replaceAll(/[._-]/g, " ");

interface EditorProps {
  org: string;
  filter: Filter;
  kind: SearchKey | undefined;
  onChange: (filter: Filter) => void;
  onText: () => void;
  onRemove: () => void;
  onClose: () => void;
}

function Editor({ org, filter, kind, onChange, onText, onRemove, onClose }: EditorProps) {
  const bare = filter.operator === "has" || filter.operator === "hasNot";
  const footer = (
    <div className="row-f fb-f">
      <Button tone="ghost" className="danger" onClick={onRemove}>{t("builder.remove")}</Button>
      <Button tone="ghost" onClick={onText}>{t("builder.text")}</Button>
      <span className="grow" />
      <Button tone="pri" onClick={onClose}>{t("done")}</Button>
    </div>
  );
  return (
    <>
      <div className="fb-h">
        <b className="mono ell">{filter.key}</b>
        {kind && words(kind.description) !== words(filter.key) && <span className="t3 t12 ell">{fieldText(kind)}</span>}
      </div>
      <div className="fb-o" role="group" aria-label={t("builder.compare")}>
        {operatorsOf(kind?.valueType ?? "text", filter.operator).map((each) => (
          <Button key={each} aria-pressed={each === filter.operator} autoFocus={bare && each === filter.operator} onClick={() => onChange(withOperator(filter, each))}>{t(operator_text[each])}</Button>
        ))}
      </div>
      {bare ? <div className="pk-f">{footer}</div> : <Values org={org} filter={filter} onChange={onChange} onClose={onClose} footer={footer} />}
    </>
  );
}

function Values({ org, filter, onChange, onClose, footer }: Pick<EditorProps, "org" | "filter" | "onChange" | "onClose"> & { footer: React.ReactNode }) {
  const [text, setText] = useState("");
  const wanted = text.trim();
  const known = useQuery({ ...searchValuesQuery(org, filter.key, wanted), placeholderData: keepPreviousData }).data;
  // What was chosen when the list opened stands first, so that a click does not move the rows.
  const [first] = useState(filter.values);
  const items = useMemo((): PickerItem[] => {
    const listed = (known ?? []).map((each) => ({ value: each.value, label: each.value, ...(each.count === null ? {} : { hint: compact(each.count) }) }));
    const has = (value: string) => listed.some((each) => each.value === value);
    const kept = [...first, ...filter.values.filter((value) => !first.includes(value))].filter((value) => value !== "" && !has(value)).map((value) => ({ value, label: value }));
    const typed = wanted !== "" && !has(wanted) && !kept.some((each) => each.value === wanted) ? [{ value: wanted, label: t("builder.use", { text: wanted }) }] : [];
    return [...kept, ...listed, ...typed];
  }, [known, first, filter.values, wanted]);
  return <PickerList label={t("builder.value")} items={items} selected={filter.values} multiple onPick={(value) => onChange(withValue(filter, value))} onText={setText} empty={t("builder.type")} close={onClose} footer={footer} />;
}
