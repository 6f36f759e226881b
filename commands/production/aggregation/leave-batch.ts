import { no, ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { checkPendingBatch } from "#modules/production/core/aggregation.ts";
import { changeNorms, changeQuantity } from "#modules/production/core/change-in-work.ts";
import { type OrderChange, record, unchanged } from "#modules/production/core/order-change.ts";
import { loadOrder, lockOrder } from "#modules/production/store/load-order.ts";
import { lockMembers } from "#modules/production/store/load-orders.ts";
import { sendWrites } from "#server/database/write-rows.ts";
import { normKeys } from "../end-work.ts";
import { momentOf } from "../order-work.ts";
import { planAnew, saveNeeds } from "../plan-anew.ts";
import { noteOf, withoutNotes } from "./batch-notes.ts";
import { dissolve } from "./dissolve-batch.ts";
import { normIdsOf, returnMembers } from "./return-members.ts";
import { saveMembers } from "./save-members.ts";

/** One order goes its own way again; the batch is made for the others. */
export const leaveBatch = defineCommand(
  "leaveBatch",
  productionRoutes.leaveBatch,
  async (tx, { orderId }, act) => {
    // The batch is locked before its members: which one it is, is read without a lock.
    const known = await loadOrder(tx, orderId);
    if (known === null) return no("order_unknown", {}, ["orderId"]);
    const { batchOrderId } = known.order;
    if (batchOrderId === null || known.order.status !== "aggregated") return no("not_in_batch");
    const batch = await lockOrder(tx, batchOrderId);
    const members = batch === null ? [] : await lockMembers(tx, batchOrderId);
    const member = members.find((state) => state.order.id === orderId);
    // It has left, or got its units, while this one waited.
    if (batch === null || member === undefined) return no("not_in_batch");
    const pending = checkPendingBatch(batch.order);
    if (!pending.ok) return pending;
    if (members.length <= 2) {
      await dissolve(tx, act, batch, members, (state) => (state === member ? "taken_out" : "dissolved"));
      return ok({ dissolved: true });
    }
    const differ = [...batch.lots.values()].some((lot) => Object.keys(lot.attributes).length > 0);
    if (differ) return no("batch_units_differ");
    const units = member.order.inWork;
    const quantity = batch.order.ordered - units;
    if (quantity <= 0) return no("batch_units_differ");
    const changed = changeQuantity(batch, quantity, [], momentOf(act));
    if (!changed.ok) return changed;
    const at = act.now.toISOString();
    const { number } = member.order;
    let change: OrderChange = record(unchanged(batch), {
      kind: "member_taken_out",
      data: { orderId, number, units, at },
    });
    for (const fact of changed.value.facts) change = record(change, fact);
    const notes = withoutNotes(batch.order.notes, noteOf(member));
    if (notes !== batch.order.notes)
      change = record(change, {
        kind: "order_changed",
        data: { notes: { from: batch.order.notes, to: notes } },
      });
    const plan = await planAnew(tx, change.state, { quantity, upsellIds: batch.order.upsellIds }, act);
    if (!plan.ok) return plan;
    await saveNeeds(tx, act, changeNorms(change, plan.value.norms, momentOf(act)));
    // What the batch has let go is there for the one that leaves: it is read again.
    await sendWrites(tx);
    const stock = await lockStock(tx, normKeys(member.norms.values()), { normIds: normIdsOf([member]) });
    const returned = returnMembers(batch.order, [member], () => "taken_out", stock, act);
    await saveMembers(tx, act, returned.members);
    await saveStock(tx, stock, returned.stock, act);
    return ok({ dissolved: false });
  },
);
