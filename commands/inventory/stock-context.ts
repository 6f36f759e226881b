import type { StockContext } from "#modules/inventory/core/stock-state.ts";
import type { Act } from "../run-command.ts";

/** What the rules of stock need of an act. */
export function stockContextOf(act: Pick<Act, "actor" | "newId" | "now">): StockContext {
  return {
    now: act.now,
    newId: act.newId,
    memberId: act.actor.kind === "member" ? act.actor.memberId : null,
  };
}
