import { stockContextOf } from "#commands/inventory/stock-context.ts";
import { endOfDay } from "#kernel/calendar.ts";
import { no, ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { isActiveMember } from "#modules/access/store/is-active-member.ts";
import { loadWorkspacePolicies } from "#modules/access/store/workspace-policies.ts";
import { reprioritiseReservations } from "#modules/inventory/core/reprioritise-reservations.ts";
import { lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { record, unchanged } from "#modules/production/core/order-change.ts";
import type { OrderFactData } from "#modules/production/core/order-fact.ts";
import { priorityRank } from "#modules/production/core/order-state.ts";
import { normKeys } from "./end-work.ts";
import { openOrder, saveWork } from "./order-work.ts";

/** Due date, priority, notes, responsible. Reservations follow the first two: they decide who yields. */
export const changeOrder = defineCommand(
  "changeOrder",
  productionRoutes.changeOrder,
  async (tx, input, act) => {
    const opened = await openOrder(tx, input.orderId);
    if (!opened.ok) return opened;
    const state = opened.value;
    const { order } = state;
    if (typeof input.responsibleId === "string" && !(await isActiveMember(tx, input.responsibleId))) {
      return no("member_unknown", {}, ["responsibleId"]);
    }
    const changes: OrderFactData["order_changed"] = {};
    if (input.dueDate !== undefined && input.dueDate !== order.dueDate) {
      const { timeZone } = await loadWorkspacePolicies(tx);
      const dueAt = input.dueDate === null ? null : endOfDay(input.dueDate, timeZone).toISOString();
      changes.dueDate = { from: order.dueDate, to: input.dueDate, dueAt };
    }
    if (input.priority !== undefined && input.priority !== order.priority) {
      changes.priority = { from: order.priority, to: input.priority };
    }
    if (input.notes !== undefined && input.notes !== order.notes) {
      changes.notes = { from: order.notes, to: input.notes };
    }
    if (input.responsibleId !== undefined && input.responsibleId !== order.responsibleId) {
      changes.responsibleId = { from: order.responsibleId, to: input.responsibleId };
    }
    if (Object.keys(changes).length === 0) return ok({});
    const change = record(unchanged(state), { kind: "order_changed", data: changes });
    await saveWork(tx, act, change);
    if (changes.dueDate !== undefined || changes.priority !== undefined) {
      const stock = await lockStock(tx, normKeys(state.norms.values()), { orderId: order.id });
      const { priority, dueAt } = change.state.order;
      const asked = { orderId: order.id, priorityRank: priorityRank[priority], dueAt };
      await saveStock(tx, stock, reprioritiseReservations(stock, asked, stockContextOf(act)), act);
    }
    return ok({});
  },
);
