/** Level = shape and colour, so that it reads without colour too. */
const shapes = {
  fatal: (
    <>
      <path d="M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.300L1.5 10.700V5.300z" fill="currentColor" />
      <path d="M8 4.500v4.200M8 11.200v.1" className="cut" strokeWidth="1.8" />
    </>
  ),
  error: (
    <>
      <circle cx="8" cy="8" r="6.3" fill="currentColor" />
      <path d="m5.8 5.8 4.4 4.400M10.2 5.800l-4.4 4.4" className="cut" strokeWidth="1.6" />
    </>
  ),
  warning: (
    <>
      <path d="M8 2 14.7 13.700H1.300z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" />
      <path d="M8 6.200v3.300M8 11.600v.1" className="cut" strokeWidth="1.6" />
    </>
  ),
  info: (
    <>
      <circle cx="8" cy="8" r="5.8" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M8 7.500v3.300M8 5.200v.1" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
    </>
  ),
  debug: (
    <>
      <rect x="2.8" y="2.8" width="10.4" height="10.4" rx="2.5" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2.5 1.8" />
      <circle cx="8" cy="8" r="1.5" fill="currentColor" />
    </>
  ),
};

export function LevelIcon({ level }: { level: string }) {
  const known = level in shapes ? (level as keyof typeof shapes) : level === "sample" ? "debug" : "error";
  return (
    <svg className={`lv lv-${known} c-${known}`} viewBox="0 0 16 16" role="img" aria-label={level}>
      <title>{level}</title>
      {shapes[known]}
    </svg>
  );
}
