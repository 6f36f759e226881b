import type { No } from "#kernel/result.ts";
import { no } from "#kernel/result.ts";
import { keepingOfVariants } from "#modules/inventory/views/keeping-of-variants.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** A refusal whose amounts are of the `variantId` in its data says what they are counted in; others stay as they are. */
export async function sayInUnit(tx: Tx, refused: No): Promise<No> {
  const { code, data, path } = refused.refusal;
  const variantId = data?.["variantId"];
  if (typeof variantId !== "string" || data?.["unit"] !== undefined) return refused;
  const unit = (await keepingOfVariants(tx, [variantId])).get(variantId.toLowerCase())?.unit;
  return unit === undefined ? refused : no(code, { ...data, unit }, path);
}
