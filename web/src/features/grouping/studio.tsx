import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useDeferredValue, useEffect, useId, useState } from "react";
import { t, told } from "~/lib/i18n/index";
import { exactNumber } from "~/lib/number";
import { Button } from "~/ui/button";
import { Bar, Card, useTitle } from "~/ui/page";
import { Failed, SkeletonRows } from "~/ui/states";
import { Time } from "~/ui/text";
import { toast } from "~/ui/toast-store";
import { type Draft, type Fault, type GroupingRules, isOver, previewQuery, regroupingsQuery, restoreRules, rulesQuery, startRegrouping, writeRules } from "~/api/grouping";
import { Select } from "~/ui/field";
import { Regroupings } from "./apply";
import { Automatic } from "./automatic";
import { PreviewPanel } from "./preview";

interface Props {
  org: string;
  project: string;
}

/** Rules of a project, with what they would change shown while they are written. */
export function GroupingStudio({ org, project }: Props) {
  const rules = useQuery(rulesQuery(org, project));
  useTitle(t("grouping.title"), project);
  return (
    <>
      <Bar path={[<Link key="s" to="/organizations/$org/settings" params={{ org }}>{t("settings")}</Link>, <span key="p">{project}</span>]} title={t("grouping.title")} />
      <main className="sy narrow">
        <p className="t2">{t("grouping.explain")}</p>
        {rules.isPending ? <SkeletonRows rows={6} /> : rules.isError ? <Failed error={rules.error} retry={() => void rules.refetch()} /> : <Editor key={rules.data.version} org={org} project={project} rules={rules.data} />}
      </main>
    </>
  );
}

/** The value once it has been still for a moment. */
function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return useDeferredValue(settled);
}

/** How far back rules are applied: 0 for new events only. */
const reaches = ["0", "1", "7", "30", "90"] as const;
type Reach = (typeof reaches)[number];

function Editor({ org, project, rules }: Props & { rules: GroupingRules }) {
  const client = useQueryClient();
  const stored: Draft = { stackRules: rules.stackRules, fingerprintRules: rules.fingerprintRules };
  const [draft, setDraft] = useState(stored);
  const [days, setDays] = useState(7);
  const settled = useSettled(draft, 400);
  const preview = useQuery({ ...previewQuery(org, project, settled, days), placeholderData: keepPreviousData });
  const changed = draft.stackRules !== stored.stackRules || draft.fingerprintRules !== stored.fingerprintRules;
  const fault = preview.data?.fault ?? null;
  const failed = (error: Error) => toast({ text: t("action.failed", { reason: error.message }), icon: "warning" });
  const show = (answer: GroupingRules) => client.setQueryData(rulesQuery(org, project).queryKey, answer);
  const restore = useMutation({ mutationFn: (number: number) => restoreRules(org, project, number), onSuccess: show, onError: failed });
  const [reach, setReach] = useState<Reach>("0");
  const jobs = useQuery(regroupingsQuery(org, project));
  const busy = jobs.data?.some((job) => !isOver(job.state)) ?? false;
  const look = () => void client.invalidateQueries({ queryKey: regroupingsQuery(org, project).queryKey });
  const save = useMutation({
    mutationFn: async () => {
      const answer = changed ? await writeRules(org, project, draft) : rules;
      if (reach !== "0") await startRegrouping(org, project, Number(reach));
      return answer;
    },
    onSuccess: (answer) => {
      if (changed) {
        show(answer);
        toast({ text: t("grouping.saved", { n: answer.version }), ...(reach === "0" ? { undo: () => restore.mutate(rules.version) } : {}) });
      }
      look();
    },
    onError: failed,
  });
  const nothing_to_do = (!changed && reach === "0") || fault !== null || save.isPending || (busy && reach !== "0");
  return (
    <>
      <Card title={t("grouping.fingerprints")} hint={t("grouping.fingerprints.hint")}>
        <RulesField label={t("grouping.fingerprints")} value={draft.fingerprintRules} example={'type:PaymentError tags.shop:eu-* -> payment-error, {{ tags.shop }} title="Payment failed"'} fault={fault?.field === "fingerprintRules" ? fault : null} onChange={(fingerprintRules) => setDraft({ ...draft, fingerprintRules })} />
      </Card>
      <Card title={t("grouping.stack")} hint={t("grouping.stack.hint")}>
        <RulesField label={t("grouping.stack")} value={draft.stackRules} example="path:**/generated/** -app" fault={fault?.field === "stackRules" ? fault : null} onChange={(stackRules) => setDraft({ ...draft, stackRules })} />
      </Card>
      <PreviewPanel org={org} preview={preview.data} pending={preview.isPending} error={preview.error} days={days} onDays={setDays} changed={changed} />
      <div className="grp-apply">
        <Select<Reach> label={t("grouping.period.apply")} value={reach} options={reaches.map((n) => [n, n === "0" ? t("grouping.apply.new") : t("grouping.apply.days", { n: Number(n) })] as const)} onChange={setReach} hint={t(reach === "0" ? "grouping.newEvents" : "grouping.storedToo")} />
        <span className="row-f gap8">
          <Button tone="pri" disabled={nothing_to_do} onClick={() => save.mutate()}>{t(reach === "0" ? "grouping.save" : changed ? "grouping.saveToo" : "grouping.applyStored")}</Button>
          <Button tone="ghost" disabled={!changed} onClick={() => setDraft(stored)}>{t("grouping.discard")}</Button>
        </span>
      </div>
      <Regroupings org={org} project={project} version={rules.version} />
      <Automatic org={org} project={project} />
      <History rules={rules} onRestore={(number) => restore.mutate(number)} />
    </>
  );
}

interface RulesFieldProps {
  label: string;
  value: string;
  example: string;
  fault: Fault | null;
  onChange: (value: string) => void;
}

function RulesField({ label, value, example, fault, onChange }: RulesFieldProps) {
  const id = useId();
  return (
    <div className="p fld">
      <textarea className="rules mono" aria-label={label} aria-invalid={fault ? true : undefined} aria-describedby={id} spellCheck={false} autoCapitalize="off" rows={Math.min(16, Math.max(4, value.split("\n").length + 1))} placeholder={example} value={value} onChange={(event) => onChange(event.target.value)} />
      <p id={id} className={`t12 ${fault ? "c-error" : "t3"}`} role={fault ? "alert" : undefined}>
        {fault ? t("grouping.fault", { line: fault.line, column: fault.column, message: told(fault.message) }) : t("grouping.example", { example })}
      </p>
    </div>
  );
}

function History({ rules, onRestore }: { rules: GroupingRules; onRestore: (number: number) => void }) {
  if (rules.history.length === 0) return null;
  return (
    <Card title={t("grouping.history")} hint={t("grouping.history.hint")}>
      <ul className="links">
        {rules.history.map((version) => (
          <li key={version.number} className="row-f gap8 p">
            <b className="num">{t("grouping.version", { n: exactNumber(version.number) })}</b>
            <span className="grow t2 ell">{version.author ?? t("grouping.nobody")}{version.restoredFrom !== null && ` · ${t("grouping.restoredFrom", { n: version.restoredFrom })}`}</span>
            <span className="t12 t3"><Time value={version.dateCreated} /></span>
            {version.number === rules.version ? <span className="t12 t3">{t("grouping.current")}</span> : <Button tone="ghost" onClick={() => onRestore(version.number)}>{t("grouping.restore")}</Button>}
          </li>
        ))}
      </ul>
    </Card>
  );
}
