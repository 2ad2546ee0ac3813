/** A table of rows that are read, not edited. On a phone each row is a block that names its values; its roles stay those of a table. */
import type { ReactNode } from "react";
import { Wide } from "./wide";

export interface Column {
  id: string;
  head: ReactNode;
  /** Numbers and verbs stand at the right. */
  right?: boolean;
  /** The heading is for screen readers only. */
  hidden?: boolean;
  className?: string;
}

interface Props<T> {
  label: string;
  columns: readonly Column[];
  rows: readonly T[];
  /** One for each column, in their order. */
  renderCells: (row: T) => readonly ReactNode[];
  keyOf: (row: T) => string;
  card?: boolean;
}

/** Blocks on a phone take the native roles away in some browsers; written out, they stay. */
const roles = { table: { role: "table" }, rowgroup: { role: "rowgroup" }, row: { role: "row" }, columnheader: { role: "columnheader" }, cell: { role: "cell" } } as const;

export function Table<T>({ label, columns, rows, renderCells, keyOf, card = false }: Props<T>) {
  return (
    <Wide label={label} card={card}>
      <table className="t stk" {...roles.table} aria-label={label}>
        <thead {...roles.rowgroup}>
          <tr {...roles.row}>{columns.map((column) => <th key={column.id} {...roles.columnheader} scope="col" className={column.right ? "r" : ""}>{column.hidden ? <span className="sr">{column.head}</span> : column.head}</th>)}</tr>
        </thead>
        <tbody {...roles.rowgroup}>
          {rows.map((row) => (
            <Row key={keyOf(row)} columns={columns} cells={renderCells(row)} />
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

function Row({ columns, cells }: { columns: readonly Column[]; cells: readonly ReactNode[] }) {
  return <tr {...roles.row}>{columns.map((column, i) => <td key={column.id} {...roles.cell} data-head={typeof column.head === "string" && !column.hidden ? column.head : undefined} className={`${column.right ? "r" : ""} ${column.className ?? ""}`}>{cells[i]}</td>)}</tr>;
}
