export interface Line { price: number; count: number }

export class Cart {
  constructor(private readonly lines: Line[] | undefined) {}

  /** Sum of all lines; fails on purpose when there are none. */
  total(): number {
    return this.lines!.reduce((sum, line) => sum + line.price * line.count, 0);
  }
}
