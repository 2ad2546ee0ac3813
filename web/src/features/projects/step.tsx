import type { ReactNode } from "react";
import { Icon } from "~/ui/icon";

interface Props {
  no: number;
  state: "done" | "now" | "later";
  title: ReactNode;
  children: ReactNode;
}

export function Step({ no, state, title, children }: Props) {
  return (
    <section className={`step ${state}`}>
      <span className="no">{state === "done" ? <Icon name="check" size={12} /> : no}</span>
      <div>
        <h3>{title}</h3>
        <div className="in">{children}</div>
      </div>
    </section>
  );
}
