import type { Act } from "#commands/run-command.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { findVariant } from "#modules/catalog/store/find-variant.ts";
import type { OrderState, Run } from "#modules/production/core/order-state.ts";
import { awaitedByStart } from "#modules/production/core/semi-finished.ts";
import { openOrdersMadeFor } from "#modules/production/store/orders-made-for.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { numbersOf } from "./orders-by-number.ts";
import { readReserved } from "./read-reserved.ts";

/**
 * Where the order waits for what others make for it: a start that would need it is refused, unless a supervisor says
 * why. `state` is as the start would leave it. Orders that only warn ask nothing.
 */
export async function awaitOrders(
  tx: Tx,
  state: OrderState,
  runs: readonly Run[],
  reason: string | undefined,
  act: Act,
): Promise<Result<void>> {
  if (reason !== undefined && !act.may("run.release_early")) {
    return no("not_allowed", { action: "run.release_early" });
  }
  if (state.order.semiFinished !== "wait" || reason !== undefined) return ok(undefined);
  const children = await openOrdersMadeFor(tx, state.order.id);
  if (children.length === 0) return ok(undefined);
  const awaited = awaitedByStart(state, runs, await readReserved(tx, state), children);
  if (awaited === null) return ok(undefined);
  const variant = awaited.norm.variantId === null ? null : await findVariant(tx, awaited.norm.variantId);
  return no("semi_finished_awaited", {
    item: variant?.itemName ?? "",
    orderNumbers: numbersOf(awaited.orders),
  });
}
