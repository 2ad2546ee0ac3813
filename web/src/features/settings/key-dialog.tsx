import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { changeKey, type ClientKey, createKey, keysQuery } from "~/api/projects";
import { t } from "~/lib/i18n/index";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Field } from "~/ui/field";

const default_window_s = 60;

interface Props {
  org: string;
  project: string;
  item: ClientKey | null;
  onClose: () => void;
}

export function KeyDialog({ org, project, item, onClose }: Props) {
  const client = useQueryClient();
  const [name, setName] = useState(item?.name ?? "");
  const [count, setCount] = useState(item?.rateLimit ? String(item.rateLimit.count) : "");
  const [window, setWindow] = useState(String(item?.rateLimit?.window ?? default_window_s));
  const rateLimit = Number(count) > 0 ? { count: Number(count), window: Math.max(1, Number(window)) } : null;
  const save = useMutation({
    mutationFn: () => (item ? changeKey(org, project, item.id, { name, rateLimit }) : createKey(org, project, { name, rateLimit })),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keysQuery(org, project).queryKey });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={item ? t("key.edit") : t("key.create")}>
      <form onSubmit={submit} className="form dlg-b">
        <Field label={t("field.keyName")} required autoFocus value={name} onChange={(event) => setName(event.target.value)} hint={t("key.nameHint")} />
        <div className="row-f two">
          <Field label={t("key.count")} type="number" min={0} value={count} placeholder={t("key.unlimited")} onChange={(event) => setCount(event.target.value)} />
          <Field label={t("key.window")} type="number" min={1} value={window} onChange={(event) => setWindow(event.target.value)} />
        </div>
        <p className="t12 t3">{t("key.limitHint")}</p>
        {save.error && <p role="alert" className="c-error">{save.error.message}</p>}
        <div className="row-f end"><Button onClick={onClose}>{t("cancel")}</Button><Button type="submit" tone="pri" disabled={save.isPending}>{item ? t("save") : t("key.create")}</Button></div>
      </form>
    </Dialog>
  );
}
