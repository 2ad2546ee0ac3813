import { type ReactNode, useEffect } from "react";
import { useStore } from "~/lib/store";
import { t } from "~/lib/i18n/index";
import { unseen } from "./attention";
import { Icon } from "./icon";

/** The tab's title: how many new issues wait, what, where, Bartizan. */
export function useTitle(...parts: Array<string | null | undefined>): void {
  const news = useStore(unseen).size;
  const title = `${news > 0 ? `(${news}) ` : ""}${[...parts.filter(Boolean), "Bartizan"].join(" · ")}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
}

interface BarProps {
  title: ReactNode;
  /** What the page lies under, as links. */
  path?: ReactNode[];
  /** False where the page has its own first heading. */
  heading?: boolean;
  children?: ReactNode;
  actions?: ReactNode;
}

export function Bar({ title, path = [], heading = true, children, actions }: BarProps) {
  return (
    <header className="bar">
      {path.length === 0 ? (
        <h1>{title}</h1>
      ) : (
        <nav className="crumb" aria-label={t("shell.path")}>
          {path.map((part, index) => (
            <span key={index} className="row-f crumb-p">
              {part}
              <Icon name="chevronRight" size={12} />
            </span>
          ))}
          {heading ? <h1 className="here ell">{title}</h1> : <span className="here ell">{title}</span>}
        </nav>
      )}
      {children}
      <span className="grow" />
      {actions}
    </header>
  );
}

interface CardProps {
  title?: ReactNode;
  hint?: ReactNode;
  actions?: ReactNode;
  className?: string;
  children: ReactNode;
}

export function Card({ title, hint, actions, className = "", children }: CardProps) {
  return (
    <section className={`card ${className}`}>
      {title && (
        <div className="h">
          <h2>{title}</h2>
          {hint && <span className="t3">{hint}</span>}
          <span className="grow" />
          {actions}
        </div>
      )}
      {children}
    </section>
  );
}
