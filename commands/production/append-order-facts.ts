import type { Act } from "#commands/run-command.ts";
import type { OrderChange } from "#modules/production/core/order-change.ts";

/** Each fact of an order is a version further than the one before it. */
export function appendOrderFacts(
  act: Pick<Act, "append">,
  versionBefore: number,
  change: Pick<OrderChange, "state" | "facts">,
): void {
  for (const [index, fact] of change.facts.entries()) {
    act.append({
      kind: fact.kind,
      thing: "order",
      thingId: change.state.order.id,
      version: versionBefore + index + 1,
      data: fact.data,
    });
  }
}
