import { z } from "zod";
import { countField, decimalText, idField, reasonField, unitField } from "#kernel/field.ts";
import { command, query } from "#kernel/route.ts";
import { resolveRefusals } from "#modules/templates/contract/routes.ts";
import { orderStatusField, shortageRow } from "./order-card.ts";

const orderParams = z.object({ orderId: idField });

/** An order that was made for another one's norm. */
export const orderMadeFor = z.object({
  orderId: idField,
  number: z.number(),
  variantId: idField,
  itemName: z.string(),
  variantName: z.string(),
  unit: unitField,
  status: orderStatusField,
  ordered: z.number(),
  received: z.number(),
  /** units that may still come */
  inWork: z.number(),
  /** where its units are now; null where nobody has anything to do with it */
  stageName: z.string().nullable(),
  dueDate: z.string().nullable(),
  overdue: z.boolean(),
  /** the stage of the other order that needs it */
  neededAt: z.string(),
  /** what was spent on it so far; null where the reader may not see it */
  cost: decimalText.nullable(),
});

/** What an order is short of and can be made: all its norms of a variant in a warehouse together. */
export const shortToMake = z.object({
  variantId: idField,
  warehouseId: idField,
  itemName: z.string(),
  variantName: z.string(),
  unit: unitField,
  warehouseName: z.string(),
  missing: decimalText,
  /** what orders made for it will bring */
  expected: decimalText,
  /** whole units that no order brings yet */
  toMake: z.number(),
  /** the first stage that needs it */
  neededAt: z.string(),
});

export const semiFinishedRoutes = {
  showMadeFor: query("order.read", "/orders/:orderId/made-for", {
    summary:
      "The orders made for what an order is short of, the one it was made for itself, and what could be made.",
    params: orderParams,
    output: z.object({
      parent: orderMadeFor
        .pick({
          orderId: true,
          number: true,
          itemName: true,
          variantName: true,
          status: true,
          neededAt: true,
        })
        .nullable(),
      children: z.array(orderMadeFor),
      short: z.array(shortToMake),
    }),
    refusals: ["order_unknown"],
  }),
  makeShortage: command("order.create", "/orders/:orderId/make-shortage", {
    summary: "Makes an order for what another one is short of, where that has a template of its own.",
    params: orderParams,
    body: z.strictObject({
      variantId: idField,
      warehouseId: idField,
      /** left out: what is missing, in whole units */
      quantity: countField.optional(),
      /** a supervisor's reason to create in spite of a policy that blocks on shortage */
      createAnyway: reasonField.optional(),
    }),
    output: z.object({
      orderId: idField,
      number: z.number(),
      quantity: z.number(),
      shortages: z.array(shortageRow),
    }),
    refusals: [
      "order_unknown",
      "order_closed",
      "order_aggregated",
      "shortage_unknown",
      "shortage_made_already",
      "item_needs_itself",
      "variant_unknown",
      "template_missing",
      "shortage_blocks",
      "too_many_units_one_by_one",
      "attribute_unknown",
      "attribute_kind",
      "attribute_choice",
      ...resolveRefusals,
    ],
  }),
};
