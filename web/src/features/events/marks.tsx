/** Our own small drawings for what events name most: browsers, systems, runtimes. No company's mark. */
import type { IconName } from "~/ui/icon-paths";
import { Icon } from "~/ui/icon";

const ring = "M2.2 8a5.8 5.8 0 1 0 11.6 0a5.8 5.8 0 1 0 -11.6 0";
const paths: Array<[RegExp, string]> = [
  [/chrom|edge|opera|brave|samsung/i, `${ring}M5.7 8a2.300 2.300 0 1 0 4.600 0a2.300 2.300 0 1 0 -4.600 0M8 5.700h5.300M6 9.200 3.400 4.600M10 9.200l-2.600 4.600`],
  [/safari|webkit/i, `${ring}M10.800 5.200 9 9l-3.800 1.800L7 7z`],
  [/firefox|gecko/i, `${ring}M4 5.500c1.500-2.500 5-3 7-.800 1.800 2 1.200 5.500-1.500 6.300-2.500.700-4.500-1-4-3 .300-1.300 1.700-1.700 2.700-1`],
  [/windows/i, "M2.500 3.800 7.200 3v4.600H2.500zM8.800 2.800 13.500 2v5.600H8.800zM2.500 9h4.700v4.200l-4.700-.700zM8.800 9h4.700v5l-4.700-.800z"],
  [/ios|ipados|mac|apple|darwin|tvos|watchos/i, "M5 5h6a1.500 1.500 0 0 1 1.500 1.500v4A3 3 0 0 1 9.500 13.500h-3a3 3 0 0 1-3-3v-4A1.500 1.500 0 0 1 5 5zM8 5c0-1.500.8-2.500 2.200-3"],
  [/android/i, "M3.500 11a4.500 4.500 0 0 1 9 0zM5 4 6 6.500M11 4l-1 2.500M6.300 9h.01M9.700 9h.01"],
  [/linux|debian|ubuntu|fedora|alpine|unix|bsd/i, "M1.800 2.800h12.400v10.400H1.800zM4.500 6l2 2-2 2M8.500 10h3"],
  [/node|deno|bun|javascript|hermes/i, "M8 1.800 13.500 5v6L8 14.200 2.500 11V5zM6 6.200v3.600M10 6.200H8.800v1.600H10v2H8.600"],
  [/python/i, "M5.500 6V4A1.500 1.500 0 0 1 7 2.500h2A1.500 1.500 0 0 1 10.500 4v2.500A1.500 1.500 0 0 1 9 8H7a1.500 1.500 0 0 0-1.500 1.500V12A1.500 1.500 0 0 0 7 13.500h2a1.500 1.500 0 0 0 1.500-1.500v-1M10.500 5.500H12A1.500 1.500 0 0 1 13.500 7v2A1.500 1.500 0 0 1 12 10.500H8M5.500 5.500H4A1.500 1.500 0 0 0 2.500 7v2A1.500 1.500 0 0 0 4 10.500h1.500"],
  [/ruby|rails/i, "M4.500 3h7L14 6.500 8 13.500 2 6.500zM2 6.500h12M8 13.500 5.500 6.500 8 3l2.500 3.500z"],
  [/java|jvm|kotlin|openjdk|dalvik/i, "M3.500 7h7v3.500a3 3 0 0 1-3 3h-1a3 3 0 0 1-3-3zM10.500 8H12a1.500 1.500 0 0 1 0 3.500h-1.500M6 2c-1 1.500 1 2 0 3.500M8.500 2c-1 1.500 1 2 0 3.500"],
  [/\bgo\b|golang/i, "M2 6.500h3M1.500 9H5M14 6.500A3.300 3.300 0 1 0 14 9.500h-2.500M8.500 8"],
  [/php|\.net|clr|rust|elixir|dart|perl/i, "M5.500 4.500 2 8l3.500 3.500M10.500 4.500 14 8l-3.500 3.500M9 3.500l-2 9"],
];

/** The drawing for a name, else the icon of its kind. */
export function NameMark({ name, kind }: { name: string; kind: IconName }) {
  const path = paths.find(([names]) => names.test(name))?.[1];
  if (!path) return <Icon name={kind} size={16} />;
  return <svg className="i s16" viewBox="0 0 16 16" aria-hidden="true"><path d={path} /></svg>;
}
