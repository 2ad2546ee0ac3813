import { Popover } from "@base-ui/react/popover";
import { type FormEvent, useState } from "react";
import { default_period, type Filters } from "~/lib/filters";
import { t } from "~/lib/i18n/index";
import { deviceZone, timeZone } from "~/lib/intl";
import { Button } from "~/ui/button";
import { Field } from "~/ui/field";
import { Icon } from "~/ui/icon";
import { fromLocal, periodLabel, periods, toLocal } from "./period";

interface Props {
  values: Filters;
  onChange: (change: Filters) => void;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** A period back from now, or from one moment to another. */
export function PeriodPicker({ values, onChange, open, onOpenChange }: Props) {
  const label = periodLabel(values);
  const relative = values.start ? null : (values.statsPeriod ?? default_period);
  const set = (change: Filters) => {
    onChange({ statsPeriod: undefined, start: undefined, end: undefined, ...change });
    onOpenChange(false);
  };
  return (
    <Popover.Root open={open} onOpenChange={onOpenChange}>
      <Popover.Trigger render={<button type="button" className={values.start || values.statsPeriod ? "narrow" : ""}><Icon name="calendar" /><span className="ell">{label}</span><Icon name="chevronDown" size={12} /></button>} />
      <Popover.Portal>
        <Popover.Positioner className="pos" align="start" sideOffset={4} collisionPadding={8}>
          <Popover.Popup className="pop period" aria-label={t("filter.period")}>
            <div role="group" aria-label={t("filter.last")} className="per-l">
              {periods.map((id) => (
                <button key={id} type="button" className="mi" aria-pressed={id === relative} onClick={() => set(id === default_period ? {} : { statsPeriod: id })}>
                  <span className="grow">{t(`period.${id}`)}</span>
                  {id === relative && <Icon name="check" className="c-accent" />}
                </button>
              ))}
            </div>
            <Custom values={values} onSet={set} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

const day_ms = 86_400_000;

function Custom({ values, onSet }: { values: Filters; onSet: (change: Filters) => void }) {
  const [from, setFrom] = useState(() => toLocal(values.start ?? new Date(Date.now() - day_ms).toISOString()));
  const [to, setTo] = useState(() => toLocal(values.end ?? new Date().toISOString()));
  const [start, end] = [fromLocal(from), fromLocal(to)];
  const fault = start === null || end === null ? t("filter.badMoment") : start >= end ? t("filter.order") : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (fault === null && start !== null && end !== null) onSet({ start, end });
  };
  return (
    <form className="per-c" onSubmit={submit}>
      <Field label={t("filter.from")} type="datetime-local" value={from} onChange={(event) => setFrom(event.target.value)} />
      <Field label={t("filter.to")} type="datetime-local" value={to} onChange={(event) => setTo(event.target.value)} fault={fault ?? undefined} />
      <p className="t12 t3">{t("filter.zone", { zone: timeZone.get() ?? deviceZone() })}</p>
      <Button type="submit" tone="pri" disabledReason={fault}>{t("filter.apply")}</Button>
    </form>
  );
}
