import { type Decimal, atLeastZero, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { PurchaseState, PurchaseVerb } from "../contract/purchase-routes.ts";

/** What the rules of a purchase order look at. Quantities are in the item's unit. */
export type PurchaseLine = {
  readonly id: Id;
  readonly variantId: Id;
  readonly quantity: Decimal;
  readonly received: Decimal;
};
export type Purchase = {
  readonly state: PurchaseState;
  /** received, although not all of it came */
  readonly closedShort: boolean;
  readonly sent: boolean;
  readonly lines: readonly PurchaseLine[];
};

/** What an order that was sent, and neither cancelled nor closed, has come to: by counts alone. */
export function stateByCounts(lines: readonly PurchaseLine[]): Exclude<PurchaseState, "draft" | "cancelled"> {
  if (!lines.some((line) => line.received.gt(0))) return "sent";
  return lines.every((line) => line.received.gte(line.quantity)) ? "received" : "partly_received";
}

/** What is still to come of a line: nothing of one that is through, however little came. */
export function leftOf(line: PurchaseLine, purchase: Pick<Purchase, "state">): Decimal {
  const open = purchase.state !== "received" && purchase.state !== "cancelled";
  return open ? atLeastZero(line.quantity.minus(line.received)) : zero;
}

export function verbsOf(purchase: Purchase): readonly PurchaseVerb[] {
  switch (purchase.state) {
    case "draft":
      return ["change", "send", "cancel"];
    case "sent":
      return ["change", "receive", "cancel"];
    case "partly_received":
      return ["change", "receive", "close"];
    case "received":
      // What was forgotten on the lorry still comes in, with a note; nothing more of what was closed short.
      return purchase.closedShort ? ["reopen"] : ["receive"];
    case "cancelled":
      return ["reopen"];
  }
}

/** "No" with the state that stands in the way. */
export function checkVerb(purchase: Purchase, verb: PurchaseVerb): Result<null> {
  if (verbsOf(purchase).includes(verb)) return ok(null);
  const state = purchase.closedShort ? "closed_short" : purchase.state;
  return no("purchase_not_now", { state, verb });
}

/** Where a reopened one goes on: as if it had never been cancelled or closed. */
export function stateReopened(purchase: Purchase): PurchaseState {
  return purchase.sent ? stateByCounts(purchase.lines) : "draft";
}
