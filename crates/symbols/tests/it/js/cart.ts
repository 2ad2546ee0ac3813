interface Items { sum: number }

export class Cart {
  private items: Items | null = null;

  total(): number { return this.items!.sum }
}

/** Pays. */
export function checkout(cart: Cart): number {
  return cart.total();
}

export const start = (): number => checkout(new Cart());
globalThis.addEventListener("load", () => start());
