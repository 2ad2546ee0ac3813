import { useEffect, useState } from "react";
import { t } from "~/lib/i18n/index";
import { Button } from "./button";
import { toast } from "./toast-store";

const shown_ms = 2000;

/** The clipboard API is missing on plain http; a selected text area still works there. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "sr";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

export async function copyWithToast(text: string, message: string): Promise<void> {
  toast((await copyText(text)) ? { text: message, icon: "check" } : { text: t("copy.failed"), icon: "warning" });
}

interface Props {
  text: string | (() => string);
  label?: string;
  className?: string;
}

export function CopyButton({ text, label, className }: Props) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), shown_ms);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => setCopied(await copyText(typeof text === "string" ? text : text()));
  return (
    <Button icon={copied ? "check" : "copy"} className={className ?? ""} onClick={() => void copy()}>
      <span className="slim-t">{copied ? t("copy.done") : (label ?? t("copy.do"))}</span>
    </Button>
  );
}
