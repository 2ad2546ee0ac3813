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
