import { z } from "zod";
import {
  decimalText,
  idField,
  moneyField,
  nameField,
  pageOf,
  pageQuery,
  quantityField,
  quantityOrZeroField,
  searchField,
  textField,
  unitField,
} from "#kernel/field.ts";
import { command, query } from "#kernel/route.ts";
import { itemKindField } from "#modules/catalog/contract/routes.ts";
import {
  batchRoutes,
  comingBatchField,
  comingBatchRefusals,
  countedBatchField,
  namedBatchesField,
  namedBatchRefusals,
} from "./batch-routes.ts";
import { type MovementKind, movementKinds } from "./movement-kinds.ts";

export type { MovementKind };

const variantOfItem = { variantId: idField, itemName: z.string(), variantName: z.string(), unit: unitField };
const balanceRow = z.object({
  ...variantOfItem,
  sku: z.string().nullable(),
  kind: itemKindField,
  warehouseId: idField,
  warehouseName: z.string(),
  onHand: decimalText,
  reserved: decimalText,
  free: decimalText,
  /** null where the reader may not see cost */
  average: decimalText.nullable(),
  value: decimalText.nullable(),
  /** on hand below zero: the shop floor told the truth before the paper did */
  discrepancy: z.boolean(),
  /** what orders lack here in all */
  short: decimalText,
  /** what purchase orders that were sent still bring */
  expected: decimalText,
  /** the same of drafts, which nobody delivers yet */
  inDrafts: decimalText,
  /** the earliest day on which some of it is expected */
  expectedDate: z.string().nullable(),
  /** how much is to be there at least; null: no level is set */
  minimum: decimalText.nullable(),
  fillUpTo: decimalText.nullable(),
  /** less is free than there is to be at least */
  belowMinimum: z.boolean(),
});
const movementRow = z.object({
  id: idField,
  at: z.string(),
  kind: z.enum(movementKinds),
  ...variantOfItem,
  warehouseName: z.string(),
  quantity: decimalText,
  value: decimalText.nullable(),
  orderId: idField.nullable(),
  orderNumber: z.number().nullable(),
  stageName: z.string().nullable(),
  byName: z.string().nullable(),
  note: z.string(),
});
const receiptLine = z.strictObject({
  variantId: idField,
  quantity: quantityField,
  price: moneyField,
  /** what all of it costs, where the price a unit has no end (three sacks of 7 kg at 100): counts instead of it */
  sum: moneyField.optional(),
  /** needed where the batches of the item are told apart */
  batch: comingBatchField.optional(),
});

export const inventoryRoutes = {
  ...batchRoutes,
  listWarehouses: query("stock.read", "/warehouses", {
    summary: "The warehouses.",
    output: z.object({ rows: z.array(z.object({ id: idField, name: z.string(), archived: z.boolean() })) }),
  }),
  addWarehouse: command("stock.write", "/warehouses/add", {
    summary: "Adds a warehouse.",
    body: z.strictObject({ name: nameField }),
    output: z.object({ warehouseId: idField }),
    refusals: ["name_taken"],
  }),
  listBalances: query("stock.read", "/stock", {
    summary: "What is on hand, reserved and free, by variant and warehouse.",
    query: z.object({
      ...pageQuery,
      search: searchField.optional(),
      warehouseId: idField.optional(),
      kind: itemKindField.optional(),
      /** only where orders lack something, or less is free than there is to be at least */
      only: z.enum(["below_minimum", "short"]).optional(),
    }),
    output: pageOf(balanceRow),
  }),
  setMinimumLevel: command("stock.write", "/stock/minimum-levels/set", {
    summary:
      "Sets how much is to be there at least, and what it is filled up to; a minimum of 0 takes it away.",
    body: z.strictObject({
      variantId: idField,
      warehouseId: idField,
      minimum: quantityOrZeroField,
      fillUpTo: quantityField.nullable().default(null),
    }),
    output: z.object({}),
    refusals: ["variant_unknown", "warehouse_unknown", "fill_below_minimum"],
  }),
  listMovements: query("stock.read", "/stock/movements", {
    summary: "The ledger, newest first.",
    query: z.object({
      ...pageQuery,
      variantId: idField.optional(),
      warehouseId: idField.optional(),
      orderId: idField.optional(),
    }),
    output: pageOf(movementRow),
  }),
  receiveStock: command("stock.write", "/stock/receive", {
    summary: "Receives materials or goods into a warehouse; the moving average follows.",
    body: z.strictObject({
      warehouseId: idField,
      lines: z.array(receiptLine).min(1).max(500),
      note: textField.default(""),
    }),
    output: z.object({ movementIds: z.array(idField) }),
    refusals: [...comingBatchRefusals, "whole_pieces", "warehouse_unknown", "variant_unknown"],
  }),
  transferStock: command("stock.write", "/stock/transfer", {
    summary: "Moves free stock from one warehouse to another at its value.",
    body: z.strictObject({
      variantId: idField,
      fromWarehouseId: idField,
      toWarehouseId: idField,
      quantity: quantityField,
      /** of which batches; the rest by who expires first */
      batches: namedBatchesField.default([]),
      note: textField.default(""),
    }),
    output: z.object({}),
    refusals: [
      ...namedBatchRefusals,
      "warehouse_unknown",
      "variant_unknown",
      "same_warehouse",
      "not_enough_free",
    ],
  }),
  countStock: command("stock.write", "/stock/count", {
    summary: "Stocktake: what was counted becomes what is on hand; the difference is an adjustment.",
    body: z.strictObject({
      warehouseId: idField,
      lines: z
        .array(
          z.strictObject({
            variantId: idField,
            counted: quantityOrZeroField,
            /** how much of which batch; what is not named is left as it is, the rest has no batch */
            batches: z.array(countedBatchField).max(100).default([]),
          }),
        )
        .min(1)
        .max(500),
      note: textField.default(""),
    }),
    output: z.object({ adjusted: z.number() }),
    refusals: [
      ...comingBatchRefusals,
      "count_below_batches",
      "whole_pieces",
      "batch_twice",
      "warehouse_unknown",
      "variant_unknown",
      "variant_twice",
    ],
  }),
};
