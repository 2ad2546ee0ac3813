import type { ReactNode } from "react";
import { Mark } from "~/ui/icon";

/** The page before one is in: the mark, a title, a form. */
export function AuthFrame({ title, hint, children }: { title: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <main className="auth">
      <div className="auth-c">
        <Mark />
        <h1>{title}</h1>
        {hint && <p className="t2">{hint}</p>}
        {children}
      </div>
    </main>
  );
}
