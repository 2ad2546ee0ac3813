import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useState } from "react";
import { t, told } from "~/lib/i18n/index";
import { Button } from "~/ui/button";
import { Field } from "~/ui/field";
import { Bar, Card, useTitle } from "~/ui/page";
import { Failed, SkeletonRows } from "~/ui/states";
import { Time } from "~/ui/text";
import { Wide } from "~/ui/wide";
import { type Cell, type CompareRow, type CompareSide, type Comparison, type VariantSide, compareQuery } from "~/api/grouping";

interface Props {
  org: string;
  project: string;
  left: string;
  right: string;
  onPick: (left: string, right: string) => void;
}

/** Two events side by side: what they have in common, and what keeps them apart. */
export function ComparePage({ org, project, left, right, onPick }: Props) {
  const compared = useQuery(compareQuery(org, project, left, right));
  useTitle(t("compare.title"), project);
  return (
    <>
      <Bar path={[<span key="p">{project}</span>]} title={t("compare.title")} />
      <main className="sy wide">
        <Choose key={`${left} ${right}`} left={left} right={right} onPick={onPick} />
        {left === "" || right === "" ? <p className="t2 p">{t("compare.choose")}</p> : compared.isPending ? <SkeletonRows rows={10} /> : compared.isError ? <Failed error={compared.error} retry={() => void compared.refetch()} /> : <Outcome org={org} compared={compared.data} />}
      </main>
    </>
  );
}

function Choose({ left, right, onPick }: Pick<Props, "left" | "right" | "onPick">) {
  const [a, setA] = useState(left);
  const [b, setB] = useState(right);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onPick(a.trim(), b.trim());
  };
  return (
    <form className="cmp-pick" onSubmit={submit}>
      <Field label={t("compare.left")} value={a} className="mono" spellCheck={false} placeholder={t("compare.id")} onChange={(event) => setA(event.target.value)} />
      <Field label={t("compare.right")} value={b} className="mono" spellCheck={false} placeholder={t("compare.id")} onChange={(event) => setB(event.target.value)} />
      <span className="row-f gap8">
        <Button type="submit" tone="pri" disabled={a.trim() === "" || b.trim() === ""}>{t("compare.do")}</Button>
        <Button tone="ghost" disabled={left === "" && right === ""} onClick={() => onPick(right, left)}>{t("compare.swap")}</Button>
      </span>
    </form>
  );
}

function Outcome({ org, compared }: { org: string; compared: Comparison }) {
  const { left, right, verdict, variants } = compared;
  const differing = variants.flatMap((variant) => variant.rows).filter((row) => row.decides).length;
  return (
    <>
      <Card title={t(`compare.${verdict}`)} hint={t(`compare.${verdict}.hint`)}>
        <div className="cmp-sides">
          <Side org={org} side={left} />
          <Side org={org} side={right} />
        </div>
        {verdict !== "same_hash" && <p className="p t2" role="status">{t("compare.differs", { n: differing })}</p>}
      </Card>
      {left.config !== right.config && <p className="t12 t3 p">{t("compare.versions", { left: left.config ?? "–", right: right.config ?? "–" })}</p>}
      {variants.map((variant) => (
        <Card key={variant.key} title={told(variant.description)} hint={variant.same ? t("compare.sameHash") : variant.left.hash || variant.right.hash ? t("compare.otherHash") : t("compare.noHash")}>
          <div className="cmp-sides cmp-said"><Said name={t("compare.left")} side={variant.left} /><Said name={t("compare.right")} side={variant.right} /></div>
          {variant.rows.length > 0 && <Rows rows={variant.rows} />}
        </Card>
      ))}
    </>
  );
}

function Side({ org, side }: { org: string; side: CompareSide }) {
  return (
    <div className="p stack4">
      <b className="ell" title={side.title}>{side.title}</b>
      <span className="t12 t3 row-f gap8 cmp-wrap">
        {side.issueId && <Link className="c-accent" to="/organizations/$org/issues/$issueId/events/$eventId" params={{ org, issueId: side.issueId, eventId: side.eventId }}>{side.shortId}</Link>}
        <Time value={side.dateCreated} />
        <span className="mono">{side.eventId.slice(0, 8)}</span>
      </span>
      <span className="mono t12 t3 cmp-hash">{side.hash}</span>
      {side.rule && <span className="mono t12 cmp-hash">{side.rule}</span>}
    </div>
  );
}

function Said({ name, side }: { name: string; side: VariantSide }) {
  const text = !side.present ? t("compare.notLooked") : (side.hint ? told(side.hint) : (side.hash ? t("compare.decides") : ""));
  return <p className="t12 t3 p"><b className="cmp-n">{name}: </b>{text}{side.values.length > 0 && <span className="mono"> {side.values.join(" · ")}</span>}</p>;
}

/** What stands in a line, for those who do not see its colour. */
const mark = (row: CompareRow) => (row.decides ? t("compare.row.decides") : row.same ? t("compare.row.same") : t("compare.row.ignored"));

function Rows({ rows }: { rows: readonly CompareRow[] }) {
  return (
    <Wide label={t("compare.title")}>
      <table className="cmp">
        <thead><tr><th scope="col">{t("compare.part")}</th><th scope="col">{t("compare.left")}</th><th scope="col">{t("compare.right")}</th></tr></thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at} className={row.decides ? "cmp-dif" : row.same ? "" : "cmp-off"}>
              <th scope="row" className={`cmp-d${Math.min(row.depth, 4)}`}>{told(row.id)}<span className="sr"> {mark(row)}</span></th>
              <Told cell={row.left} />
              <Told cell={row.right} />
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

function Told({ cell }: { cell: Cell | null }) {
  if (!cell) return <td className="t3">{t("compare.missing")}</td>;
  const parts: ReactNode[] = cell.parts.map((part) => (
    <span key={part.id} className={part.differs ? "cmp-p cmp-x" : "cmp-p"} title={told(part.id)}>{part.text}</span>
  ));
  return (
    <td className={cell.contributes ? "mono" : "mono t3"}>
      {parts}
      {cell.hint && <span className="t12 t3 cmp-hint">{told(cell.hint)}</span>}
    </td>
  );
}
