import { z } from "zod";
import {
  decimalText,
  idField,
  pageOf,
  pageQuery,
  priorityField,
  quantityField,
  searchField,
  unitField,
} from "#kernel/field.ts";
import { command, query } from "#kernel/route.ts";
import { itemKindField } from "#modules/catalog/contract/routes.ts";
import { shortageRow } from "./order-card.ts";

/** A norm of an order that holds, or waits for, a material. */
const orderNorm = z.object({
  orderId: idField,
  number: z.number(),
  itemName: z.string(),
  variantName: z.string(),
  normId: idField,
  stageName: z.string(),
  priority: priorityField,
  dueDate: z.string().nullable(),
  held: decimalText,
  /** what is wanted and not held */
  missing: decimalText,
  /** let go by a supervisor: what comes in does not fill it by itself */
  byHand: z.boolean(),
});

const placeParams = z.object({ variantId: idField, warehouseId: idField });

export const shortageRoutes = {
  listShortages: query("stock.read", "/shortages", {
    summary: "What orders are short of, by variant and warehouse.",
    query: z.object({ ...pageQuery, search: searchField.optional(), warehouseId: idField.optional() }),
    output: pageOf(
      z.object({
        variantId: idField,
        itemName: z.string(),
        variantName: z.string(),
        unit: unitField,
        sku: z.string().nullable(),
        kind: itemKindField,
        warehouseId: idField,
        warehouseName: z.string(),
        /** of all orders together */
        missing: decimalText,
        onHand: decimalText,
        free: decimalText,
        /** what purchase orders that were sent still bring, and by when the first of it */
        expected: decimalText,
        expectedDate: z.string().nullable(),
        /** how many orders wait, and the earliest date by which one of them is due */
        orders: z.number(),
        earliestDue: z.string().nullable(),
      }),
    ),
  }),
  listShortOrders: query("stock.read", "/shortages/:variantId/:warehouseId", {
    summary: "The orders that are short of a variant in a warehouse, the first to be filled first.",
    params: placeParams,
    query: z.object(pageQuery),
    output: pageOf(orderNorm),
  }),
  showShortage: query("order.read", "/norms/:normId/shortage", {
    summary: "What a norm is short of: what is free, what is expected, who holds it and who waits before it.",
    params: z.object({ normId: idField }),
    output: z.object({
      variantId: idField,
      warehouseId: idField,
      warehouseName: z.string(),
      unit: unitField,
      held: decimalText,
      missing: decimalText,
      byHand: z.boolean(),
      free: decimalText,
      /** of purchase orders that were sent, the earliest first; who brings it is null for who may not see purchases */
      expected: z.array(
        z.object({
          purchaseId: idField.nullable(),
          number: z.number().nullable(),
          supplierName: z.string().nullable(),
          quantity: decimalText,
          date: z.string().nullable(),
        }),
      ),
      /** who is filled before it: by priority, then due date */
      before: z.object({ orders: z.number(), missing: decimalText }),
      /** who gives first where somebody has to; 50 at most */
      holders: z.array(orderNorm),
    }),
    refusals: ["norm_unknown", "reservation_closed"],
  }),
  reserveOrder: command("order.change", "/orders/:orderId/reserve", {
    summary:
      "Reserves what is free now for what an order is short of; for some norms only, where they are named.",
    params: z.object({ orderId: idField }),
    body: z.strictObject({ normIds: z.array(idField).min(1).max(200).optional() }),
    output: z.object({ shortages: z.array(shortageRow) }),
    refusals: ["order_unknown", "order_closed", "order_aggregated", "norm_unknown"],
  }),
  moveReservation: command("reservation.move", "/reservations/move", {
    summary: "Gives what one order holds of a material to another one that is short of it.",
    body: z.strictObject({ fromNormId: idField, toNormId: idField, quantity: quantityField }),
    output: z.object({
      /** what the two miss now */
      fromMissing: decimalText,
      toMissing: decimalText,
    }),
    refusals: [
      "norm_unknown",
      "reservation_closed",
      "reservation_elsewhere",
      "reservation_not_held",
      "reservation_not_wanted",
    ],
  }),
  releaseReservation: command("reservation.move", "/reservations/release", {
    summary:
      "Gives what an order holds of a material back; it is filled again only when somebody reserves for it.",
    body: z.strictObject({ normId: idField }),
    output: z.object({ released: decimalText }),
    refusals: ["norm_unknown", "reservation_closed", "reservation_empty"],
  }),
};
