import { atLeastZero, decimal, greater, sum, text, zero } from "#kernel/decimal.ts";
import type { OutputOf, RequestOf } from "#modules/routes.ts";

export type Line = OutputOf<"showPurchase">["lines"][number];
type Sent = RequestOf<"receivePurchase">["lines"][number];

/** One amount of a line that has come: of its own batch, where batches are told apart. */
export type Part = {
  readonly key: number;
  readonly quantity: string;
  readonly batch: string;
  readonly bestBefore: string;
};
/** What a person has ticked of a line; a price is typed only where another one was paid. */
export type Delivery = { readonly price: string; readonly parts: readonly Part[] };
export type Deliveries = Readonly<Record<string, Delivery>>;

export const partOf = (key: number, quantity: string): Part => ({ key, quantity, batch: "", bestBefore: "" });

/** Ticked: what is left has come, unless one types something else. */
export const tickedOf = (line: Line): Delivery => ({
  price: "",
  parts: [partOf(1, line.left === "0" ? "" : line.left)],
});

export const cameOf = ({ parts }: Delivery) =>
  sum(parts.map((part) => (part.quantity === "" ? zero : decimal(part.quantity))));

/** How much more than was ordered; "0" where none is. */
export function overOf(line: Line, delivery: Delivery): string {
  return text(atLeastZero(decimal(line.received).plus(cameOf(delivery)).minus(line.quantity)));
}

/** One step of the stepper: a pack where it comes in packs, else one of the unit; never below zero. */
export function stepped(line: Line, quantity: string, direction: 1 | -1): string {
  const step = decimal(line.pack?.contains ?? "1").times(direction);
  return text(greater(zero, decimal(quantity === "" ? "0" : quantity).plus(step)));
}

/** What is missing before it can be sent: words the field that has to be filled. */
export type Lack = "quantity" | "price" | "batch" | "note";

export function lackOf(line: Line, delivery: Delivery, seesCost: boolean): Lack | null {
  if (delivery.parts.some((part) => part.quantity === "" || decimal(part.quantity).lte(0))) return "quantity";
  if (seesCost && line.price === null && delivery.price === "") return "price";
  if (line.traced && delivery.parts.some((part) => part.batch.trim() === "")) return "batch";
  return null;
}

export function linesToSend(lines: readonly Line[], deliveries: Deliveries): readonly Sent[] {
  return lines.flatMap((line) => {
    const delivery = deliveries[line.id];
    if (delivery === undefined) return [];
    return delivery.parts.map(({ quantity, batch, bestBefore }) => ({
      lineId: line.id,
      quantity,
      price: delivery.price === "" ? null : delivery.price,
      ...(batch.trim() === ""
        ? {}
        : { batch: { number: batch, ...(bestBefore === "" ? {} : { bestBefore }) } }),
    }));
  });
}
