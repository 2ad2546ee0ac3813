import { iconPaths, type IconName } from "./icon-paths";

interface Props {
  name: IconName;
  size?: 12 | 14 | 16 | 20;
  className?: string;
}

/** Decorative: the control around it carries the name. */
export function Icon({ name, size = 14, className = "" }: Props) {
  return (
    <svg className={`i s${size} ${className}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={iconPaths[name]} />
    </svg>
  );
}

export function Mark({ className = "" }: { className?: string }) {
  return (
    <svg className={`mark ${className}`} viewBox="0 0 24 24" fill="currentColor" role="img" aria-label="Bartizan">
      <path d="M2 2h3v2.5h2V2h3v2.5h2V2h3v9H2z" />
      <path d="M3.5 12.5h10V15h-10zM6.5 16.5h7V19h-7z" />
      <path d="M15 12.5h7.5v10H10.5v-2H15z" />
      <path className="mark-slit" d="M7.7 6.3h1.6v3H7.7z" />
    </svg>
  );
}
