/** A table of rows that are read, not edited; scrolls sideways by itself where the screen is narrow. */
import type { ReactNode } from "react";
import { Wide } from "./wide";

export interface Column<T> {
  id: string;
  head: ReactNode;
  cell: (row: T) => ReactNode;
  /** Numbers and verbs stand at the right. */
  right?: boolean;
  /** The heading is for screen readers only. */
  hidden?: boolean;
  className?: string;
}

interface Props<T> {
  label: string;
  columns: ReadonlyArray<Column<T>>;
  rows: readonly T[];
  keyOf: (row: T) => string;
  card?: boolean;
}

export function Table<T>({ label, columns, rows, keyOf, card = false }: Props<T>) {
  return (
    <Wide label={label} card={card}>
      <table className="t">
        <thead>
          <tr>{columns.map((column) => <th key={column.id} scope="col" className={column.right ? "r" : ""}>{column.hidden ? <span className="sr">{column.head}</span> : column.head}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>{columns.map((column) => <td key={column.id} className={`${column.right ? "r" : ""} ${column.className ?? ""}`}>{column.cell(row)}</td>)}</tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
