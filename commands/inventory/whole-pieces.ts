import { decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { keepingOfVariants } from "#modules/inventory/views/keeping-of-variants.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type TypedAmount = {
  readonly variantId: Id;
  readonly quantity: string;
  readonly path: readonly (string | number)[];
};

/**
 * What people receive, order or count of something in pieces is whole: 1.5 of them is a slip of the finger. Refuses
 * whole_pieces {variantId, quantity, unit} at the first. Norms may take parts of a piece, a reel for forty shirts:
 * so what is used, moved or shipped is not held to it.
 */
export async function checkWholePieces(tx: Tx, amounts: readonly TypedAmount[]): Promise<Result<null>> {
  const broken = amounts.filter(({ quantity }) => !isWhole(quantity));
  if (broken.length === 0) return ok(null);
  const keeping = await keepingOfVariants(
    tx,
    broken.map(({ variantId }) => variantId),
  );
  for (const { variantId, quantity, path } of broken) {
    const unit = keeping.get(variantId.toLowerCase())?.unit;
    if (unit === "pcs") return no("whole_pieces", { variantId, quantity, unit }, [...path]);
  }
  return ok(null);
}

const isWhole = (quantity: string): boolean => decimal(quantity).mod(1).eq(0);
