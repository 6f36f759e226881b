/** "№43, №44": how a sentence in any language names orders. */
export const numbersOf = (orders: readonly { readonly number: number }[]): string =>
  orders.map(({ number }) => `№${number}`).join(", ");
