import { text } from "#kernel/decimal.ts";
import type { StoredLine, StoredPurchase } from "#modules/buying/store/purchase.ts";
import type { Act } from "../run-command.ts";

/** A line as a fact tells it. */
export function lineData(line: StoredLine): Record<string, unknown> {
  return {
    lineId: line.id,
    variantId: line.variantId,
    quantity: text(line.quantity),
    price: line.price === null ? null : text(line.price),
    pack: packOf(line),
  };
}

export function packOf(line: Pick<StoredLine, "packName" | "packContains">): object | null {
  const { packName: name, packContains } = line;
  return name === null || packContains === null ? null : { name, contains: text(packContains) };
}

export function appendPurchaseFact(
  act: Act,
  purchase: StoredPurchase,
  kind: string,
  data: Record<string, unknown>,
): void {
  act.append({ kind, thing: "purchase", thingId: purchase.id, version: purchase.version, data });
}
