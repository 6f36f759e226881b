import { z } from "zod";
import { idField } from "#kernel/field.ts";
import { no, ok } from "#kernel/result.ts";
import type { Route } from "#kernel/route.ts";
import { defineCommand } from "#commands/run-command.ts";
import { lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import { unchanged } from "#modules/production/core/order-change.ts";
import { freeReservations, normKeys, receiveLots } from "./end-work.ts";
import { openOrder, saveWork } from "./order-work.ts";
import { serveParent } from "./serve-parent.ts";

/** No route of the product: the queue asks for it when a wait after a last stage is over. */
const route = {
  kind: "command",
  scope: "workspace",
  method: "POST",
  path: "",
  action: null,
  summary: "Receives what is through, once the wait after its last stage is over.",
  body: z.strictObject({ orderId: idField }),
  output: z.object({ received: z.number() }),
  refusals: ["order_unknown", "order_closed"],
} as const satisfies Route;

export const receiveLot = defineCommand("receiveLot", route, async (tx, input, act) => {
  const opened = await openOrder(tx, input.orderId);
  if (!opened.ok) return opened;
  const state = opened.value;
  const due = [...state.lots.values()].some(
    (lot) => lot.receivableAt !== null && lot.receivableAt <= act.now && lot.state === "in_work",
  );
  // Taken back meanwhile, sent back, or received by another way.
  if (!due) return no("nothing_to_receive");
  const stock = await lockStock(
    tx,
    [
      ...normKeys(state.norms.values()),
      { variantId: state.order.variantId, warehouseId: state.order.warehouseId },
    ],
    { orderId: state.order.id },
  );
  const received = await serveParent(tx, receiveLots({ change: unchanged(state), stock }, act), act);
  const work = freeReservations(received, act);
  await saveWork(tx, act, work.change);
  await saveStock(tx, stock, work.stock, act);
  return ok({ received: work.change.state.order.received - state.order.received });
});
