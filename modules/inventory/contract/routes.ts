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

export const movementKinds = [
  "receipt",
  "issue",
  "return",
  "output",
  "transfer_out",
  "transfer_in",
  "adjustment",
  "shipment",
  "scrap",
] as const;
export type MovementKind = (typeof movementKinds)[number];

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
const receiptLine = z.strictObject({ variantId: idField, quantity: quantityField, price: moneyField });

export const inventoryRoutes = {
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
    }),
    output: pageOf(balanceRow),
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
    refusals: ["warehouse_unknown", "variant_unknown"],
  }),
  transferStock: command("stock.write", "/stock/transfer", {
    summary: "Moves free stock from one warehouse to another at its value.",
    body: z.strictObject({
      variantId: idField,
      fromWarehouseId: idField,
      toWarehouseId: idField,
      quantity: quantityField,
      note: textField.default(""),
    }),
    output: z.object({}),
    refusals: ["warehouse_unknown", "variant_unknown", "same_warehouse", "not_enough_free"],
  }),
  countStock: command("stock.write", "/stock/count", {
    summary: "Stocktake: what was counted becomes what is on hand; the difference is an adjustment.",
    body: z.strictObject({
      warehouseId: idField,
      lines: z
        .array(z.strictObject({ variantId: idField, counted: quantityOrZeroField }))
        .min(1)
        .max(500),
      note: textField.default(""),
    }),
    output: z.object({ adjusted: z.number() }),
    refusals: ["warehouse_unknown", "variant_unknown", "variant_twice"],
  }),
};
