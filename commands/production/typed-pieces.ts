import { checkWholePieces } from "#commands/inventory/whole-pieces.ts";
import type { Decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Result } from "#kernel/result.ts";
import type { OrderNorm, OrderState } from "#modules/production/core/order-state.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/**
 * What a person types as used of something in pieces is whole, as the norm is. Where the norm itself takes parts of a
 * piece (a reel for forty shirts, 2% of loss), so may the person. Refuses whole_pieces.
 */
export async function checkTypedPieces(
  tx: Tx,
  { norms }: Pick<OrderState, "norms">,
  typed: readonly { readonly normId: Id; readonly quantity: string }[] | undefined,
): Promise<Result<null>> {
  return checkWholePieces(
    tx,
    (typed ?? []).flatMap(({ normId, quantity }, place) => {
      const norm = norms.get(normId);
      return norm === undefined || norm.variantId === null || !goesWhole(norm)
        ? []
        : [{ variantId: norm.variantId, quantity, path: ["materials", place, "quantity"] }];
    }),
  );
}

function goesWhole({ perUnit, perBatch, loss, allowance, required, unitNeeds }: OrderNorm): boolean {
  const isWhole = (amount: Decimal): boolean => amount.mod(1).eq(0);
  return unitNeeds === null && loss.eq(0) && [perUnit, perBatch, allowance, required].every(isWhole);
}
