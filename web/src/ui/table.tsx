/** A table of rows that are read, not edited; scrolls sideways by itself where the screen is narrow. */
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

export function Table<T>({ label, columns, rows, renderCells, keyOf, card = false }: Props<T>) {
  return (
    <Wide label={label} card={card}>
      <table className="t">
        <thead>
          <tr>{columns.map((column) => <th key={column.id} scope="col" className={column.right ? "r" : ""}>{column.hidden ? <span className="sr">{column.head}</span> : column.head}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={keyOf(row)} columns={columns} cells={renderCells(row)} />
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

function Row({ columns, cells }: { columns: readonly Column[]; cells: readonly ReactNode[] }) {
  return <tr>{columns.map((column, i) => <td key={column.id} className={`${column.right ? "r" : ""} ${column.className ?? ""}`}>{cells[i]}</td>)}</tr>;
}
