import { type ComponentProps, type ReactNode, useId } from "react";

interface Props extends ComponentProps<"input"> {
  label: ReactNode;
  hint?: ReactNode;
  fault?: string | undefined;
}

export function Field({ label, hint, fault, ...input }: Props) {
  const id = useId();
  return (
    <div className="fld">
      <label htmlFor={id}>{label}</label>
      <input id={id} aria-invalid={fault ? true : undefined} aria-describedby={hint || fault ? `${id}-h` : undefined} {...input} />
      {(fault || hint) && (
        <p id={`${id}-h`} className={`t12 ${fault ? "c-error" : "t3"}`}>
          {fault ?? hint}
        </p>
      )}
    </div>
  );
}

interface CheckProps {
  label: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

export function Check({ label, checked, onChange }: CheckProps) {
  return (
    <label className="chkl">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <span>{label}</span>
    </label>
  );
}

interface SelectProps<T extends string> {
  label: ReactNode;
  value: T;
  options: ReadonlyArray<readonly [value: T, label: string]>;
  onChange: (value: T) => void;
  hint?: ReactNode;
  /** The name is for screen readers only; a heading nearby says it already. */
  quiet?: boolean;
}

/** The browser's own list: the best there is on a phone and for the keyboard. */
export function Select<T extends string>({ label, value, options, onChange, hint, quiet }: SelectProps<T>) {
  const id = useId();
  return (
    <div className="fld">
      <label htmlFor={id} className={quiet ? "sr" : ""}>{label}</label>
      <select id={id} value={value} aria-describedby={hint ? `${id}-h` : undefined} onChange={(event) => onChange(event.target.value as T)}>
        {options.map(([each, name]) => <option key={each} value={each}>{name}</option>)}
      </select>
      {hint && <p id={`${id}-h`} className="t12 t3">{hint}</p>}
    </div>
  );
}
