import type { Id } from "#kernel/id.ts";
import { no, type Result } from "#kernel/result.ts";
import type { StockState } from "./stock-state.ts";

/** A refusal whose amounts are of this variant says what they are counted in. */
export function saidInUnit<T>(
  { state }: { readonly state: Pick<StockState, "keeping"> },
  variantId: Id,
  result: Result<T>,
): Result<T> {
  if (result.ok) return result;
  const unit = state.keeping?.get(variantId)?.unit;
  const { code, data, path } = result.refusal;
  return unit === undefined ? result : no(code, { ...data, unit }, path);
}
