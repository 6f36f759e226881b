import { localDate } from "#kernel/calendar.ts";
import { text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { sayInUnit } from "#commands/inventory/say-in-unit.ts";
import { defineCommand } from "#commands/run-command.ts";
import { loadWorkspacePolicies } from "#modules/access/store/workspace-policies.ts";
import { namesOfItems } from "#modules/catalog/store/names-of-items.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { type OrderState, stageOf } from "#modules/production/core/order-state.ts";
import { shortToMake } from "#modules/production/core/semi-finished.ts";
import { itemsUpwards, openOrdersMadeFor } from "#modules/production/store/orders-made-for.ts";
import { findOwnNeed } from "#modules/templates/store/find-own-need.ts";
import { loadTemplateForOrder, type TemplateForOrder } from "#modules/templates/store/template-for-order.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { makeOrder } from "./create-order.ts";
import { numbersOf } from "./orders-by-number.ts";
import { openOrder } from "./order-work.ts";
import { readReserved } from "./read-reserved.ts";

/**
 * Makes an order for what another one is short of. The lock on that order comes first, so that two who press at once
 * make one: the second sees what the first one's order will bring. The new order's balances come after it.
 */
export const makeShortage = defineCommand(
  "makeShortage",
  productionRoutes.makeShortage,
  async (tx, input, act) => {
    const opened = await openOrder(tx, input.orderId);
    if (!opened.ok) return opened;
    const state = opened.value;
    const { order } = state;
    const children = await openOrdersMadeFor(tx, order.id);
    const short = shortToMake(state, await readReserved(tx, state), children).find(
      (row) => row.variantId === input.variantId && row.warehouseId === input.warehouseId,
    );
    if (short === undefined) return no("shortage_unknown", {}, ["variantId"]);
    if (short.toMake === 0) {
      const bringing = children.filter((child) => child.variantId === short.variantId);
      const said = { orderNumbers: numbersOf(bringing), expected: text(short.expected) };
      return sayInUnit(tx, no("shortage_made_already", { ...said, variantId: short.variantId }));
    }
    const template = await loadTemplateForOrder(tx, short.variantId);
    if (template !== null) {
      const free = await checkRound(tx, template, order.id);
      if (!free.ok) return free;
    }
    const quantity = input.quantity ?? short.toMake;
    const { timeZone } = await loadWorkspacePolicies(tx);
    const made = await makeOrder(
      tx,
      {
        variantId: short.variantId,
        quantity,
        dueDate: localDate(neededFrom(state, short.norm.stageId, act.now), timeZone),
        priority: order.priority,
        notes: "",
        dealId: null,
        dealLineId: null,
        ...(order.responsibleId === null ? {} : { responsibleId: order.responsibleId }),
        attributes: sharedAttributes(state, template),
        unitAttributes: [],
        ...(input.createAnyway === undefined ? {} : { createAnyway: input.createAnyway }),
      },
      act,
      { orderId: order.id, number: order.number, normId: short.norm.id, warehouseId: short.warehouseId },
    );
    return made.ok ? ok({ ...made.value, quantity }) : made;
  },
);

/** When the stage that needs it is planned to begin; what should be there already is due today. */
function neededFrom(state: OrderState, stageId: Id, now: Date): Date {
  const start = stageOf(state, stageId).plannedStart ?? state.order.plannedStart ?? now;
  return start < now ? now : start;
}

/** What both ask at order by the same name (a width, a colour) is the same for both. */
function sharedAttributes(
  state: OrderState,
  template: TemplateForOrder | null,
): OrderState["order"]["attributes"] {
  const names = new Set(template?.asked.map(({ name }) => name));
  return Object.fromEntries(Object.entries(state.order.attributes).filter(([name]) => names.has(name)));
}

/** An item that needs itself, on whatever level, would open orders without end: dough from starter from dough. */
async function checkRound(tx: Tx, template: TemplateForOrder, parentId: Id): Promise<Result<void>> {
  const above = await itemsUpwards(tx, parentId);
  const way = await findOwnNeed(tx, template.itemId, [template.itemId, ...above]);
  const met = way?.at(-1);
  if (way === null || met === undefined) return ok(undefined);
  // The order of an item above needs this one already: from there the round begins.
  const down = met === template.itemId ? [] : above.slice(0, above.indexOf(met) + 1).toReversed();
  const names = await namesOfItems(tx, [...down, ...way]);
  const round = [...down, ...way].map((id) => names.get(id) ?? "").join(" → ");
  return no("item_needs_itself", { item: template.itemName, round }, ["variantId"]);
}
