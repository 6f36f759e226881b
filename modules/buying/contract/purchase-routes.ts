import { z } from "zod";
import {
  dateField,
  decimalText,
  idField,
  moneyField,
  pageOf,
  pageQuery,
  quantityField,
  quantityOrZeroField,
  searchField,
  textField,
  unitField,
} from "#kernel/field.ts";
import { command, query } from "#kernel/route.ts";
import { comingBatchField, comingBatchRefusals } from "#modules/inventory/contract/batch-routes.ts";
import { packField, packRow } from "./supplier-routes.ts";

export const purchaseStates = ["draft", "sent", "partly_received", "received", "cancelled"] as const;
export type PurchaseState = (typeof purchaseStates)[number];

export const purchaseVerbs = ["change", "send", "receive", "close", "cancel", "reopen"] as const;
export type PurchaseVerb = (typeof purchaseVerbs)[number];

const goods = {
  variantId: idField,
  itemId: idField,
  itemName: z.string(),
  variantName: z.string(),
  sku: z.string().nullable(),
  unit: unitField,
};

const purchaseRow = z.object({
  id: idField,
  number: z.number(),
  state: z.enum(purchaseStates),
  /** received, although not all of it came */
  closedShort: z.boolean(),
  supplierId: idField,
  supplierName: z.string(),
  warehouseId: idField,
  warehouseName: z.string(),
  expectedDate: z.string().nullable(),
  /** sent, and not all of it there by its day */
  late: z.boolean(),
  lines: z.number(),
  /** lines that are there in full */
  linesReceived: z.number(),
  /** the first few items, as people would name the order */
  goods: z.array(z.string()),
  /** as ordered; null where the reader may not see cost, or a price is not known */
  total: decimalText.nullable(),
  createdAt: z.string(),
  sentAt: z.string().nullable(),
});
const purchaseLine = z.object({
  id: idField,
  ...goods,
  quantity: decimalText,
  pack: packRow,
  price: decimalText.nullable(),
  received: decimalText,
  /** what is still to come of it; 0 where more came, or nothing more is expected */
  left: decimalText,
  sum: decimalText.nullable(),
  receivedValue: decimalText.nullable(),
  /** the supplier's own number for it */
  articleNumber: z.string(),
  /** its batches are told apart: a number is asked for where it is received */
  traced: z.boolean(),
  shelfLifeDays: z.number().nullable(),
});
const purchaseCard = purchaseRow.omit({ lines: true, goods: true, linesReceived: true }).extend({
  supplierPhone: z.string().nullable(),
  supplierEmail: z.string().nullable(),
  notes: z.string(),
  version: z.number(),
  createdByName: z.string().nullable(),
  /** what came so far, at the prices it came at */
  receivedTotal: decimalText.nullable(),
  lines: z.array(purchaseLine),
  /** what this reader may do with it now */
  verbs: z.array(z.enum(purchaseVerbs)),
});
const proposalRow = z.object({
  ...goods,
  warehouseId: idField,
  warehouseName: z.string(),
  onHand: decimalText,
  free: decimalText,
  /** what orders lack here in all */
  short: decimalText,
  /** what the order of the task needs, which could not be created; "0" where none was asked for */
  asked: decimalText,
  minimum: decimalText,
  fillUpTo: decimalText.nullable(),
  /** what open purchase orders still bring, drafts too */
  expected: decimalText,
  /** what is to be bought, before it is rounded up to packs */
  needed: decimalText,
  /** the first ten of the orders that wait, the most urgent first */
  waiting: z.array(
    z.object({
      orderId: idField,
      number: z.number(),
      short: decimalText,
      since: z.string(),
      dueDate: z.string().nullable(),
    }),
  ),
  waitingCount: z.number(),
  earliestDue: z.string().nullable(),
  /** the one that is proposed stands first */
  offers: z.array(
    z.object({
      supplierId: idField,
      supplierName: z.string(),
      leadDays: z.number().nullable(),
      price: decimalText.nullable(),
      pack: packRow,
      articleNumber: z.string(),
      preferred: z.boolean(),
      /** rounded up to this supplier's packs */
      quantity: decimalText,
    }),
  ),
  /** rounded up to the first offer's packs */
  quantity: decimalText,
});

const purchaseParams = z.object({ purchaseId: idField });
const orderedLine = {
  variantId: idField,
  /** in the item's unit */
  quantity: quantityField,
  pack: packField.default(null),
  /** for one of the item's unit */
  price: moneyField.nullable().default(null),
};
const reason = { reason: textField.default("") };

export const purchaseRoutes = {
  proposePurchases: query("purchase.read", "/purchases/proposals", {
    summary:
      "What should be bought: what orders lack and what is missing to minimum levels, less what is expected already.",
    query: z.object({
      warehouseId: idField.optional(),
      variantId: idField.optional(),
      /** a task of an order that could not be created: what it lacks counts as if the order waited already */
      taskId: idField.optional(),
    }),
    output: z.object({
      rows: z.array(proposalRow),
      /** there are more than can be shown at once: the most urgent ones are here */
      more: z.boolean(),
    }),
    refusals: ["task_unknown"],
  }),
  createPurchases: command("purchase.propose", "/purchases/create", {
    summary: "Makes drafts of proposals in one step, one for each supplier and warehouse.",
    body: z.strictObject({
      rows: z
        .array(
          z.strictObject({
            supplierId: idField,
            warehouseId: idField,
            ...orderedLine,
            /** what was expected when it was proposed: more by now means that somebody has ordered it */
            expected: quantityOrZeroField.optional(),
          }),
        )
        .min(1)
        .max(500),
    }),
    output: z.object({
      purchases: z.array(z.object({ purchaseId: idField, number: z.number(), supplierId: idField })),
    }),
    refusals: [
      "supplier_unknown",
      "supplier_archived",
      "warehouse_unknown",
      "variant_unknown",
      "whole_pieces",
      "proposal_stale",
    ],
  }),
  listPurchases: query("purchase.read", "/purchases", {
    summary: "Purchase orders: what is still open by its day, what is late first; or all, newest first.",
    query: z.object({
      ...pageQuery,
      show: z.enum(["open", "to_receive", "all", ...purchaseStates]).default("open"),
      supplierId: idField.optional(),
      variantId: idField.optional(),
      search: searchField.optional(),
    }),
    output: pageOf(purchaseRow),
  }),
  showPurchase: query("purchase.read", "/purchases/:purchaseId", {
    summary: "A purchase order with its lines.",
    params: purchaseParams,
    output: purchaseCard,
    refusals: ["purchase_unknown"],
  }),
  showPurchaseHistory: query("purchase.read", "/purchases/:purchaseId/history", {
    summary: "Who changed what and when, newest first.",
    params: purchaseParams,
    query: z.object({ ...pageQuery }),
    output: pageOf(
      z.object({
        id: idField,
        kind: z.string(),
        at: z.string(),
        byName: z.string().nullable(),
        byWhom: z.enum(["member", "automation", "system"]),
        /** values for the sentence `fact.<kind>` of the reader's language */
        values: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
      }),
    ),
    refusals: ["purchase_unknown"],
  }),
  addPurchase: command("purchase.write", "/purchases/add", {
    summary: "Makes a draft of a purchase order by hand.",
    body: z.strictObject({
      supplierId: idField,
      warehouseId: idField,
      expectedDate: dateField.nullable().default(null),
      notes: textField.default(""),
      lines: z.array(z.strictObject(orderedLine)).max(500).default([]),
    }),
    output: z.object({ purchaseId: idField, number: z.number() }),
    refusals: [
      "supplier_unknown",
      "supplier_archived",
      "warehouse_unknown",
      "variant_unknown",
      "whole_pieces",
    ],
  }),
  changePurchase: command("purchase.write", "/purchases/:purchaseId/change", {
    summary: "Changes a draft, or of a sent one what has not come yet. Lines that are given are all lines.",
    params: purchaseParams,
    body: z.strictObject({
      /** that was read: another one by now is refused, so that nobody writes over somebody else's lines */
      version: z.int().min(1).max(2_147_483_647).optional(),
      supplierId: idField.optional(),
      warehouseId: idField.optional(),
      expectedDate: dateField.nullable().optional(),
      notes: textField.optional(),
      lines: z
        .array(z.strictObject({ lineId: idField.nullable().default(null), ...orderedLine }))
        .max(500)
        .optional(),
    }),
    output: z.object({ version: z.number() }),
    refusals: [
      "purchase_unknown",
      "purchase_not_now",
      "purchase_changed",
      "purchase_sent_already",
      "purchase_line_unknown",
      "purchase_line_twice",
      "purchase_line_received",
      "supplier_unknown",
      "supplier_archived",
      "warehouse_unknown",
      "variant_unknown",
      "whole_pieces",
    ],
  }),
  sendPurchase: command("purchase.write", "/purchases/:purchaseId/send", {
    summary: "Marks a draft as sent; its day follows from the supplier's days where nobody has set one.",
    params: purchaseParams,
    output: z.object({ expectedDate: z.string().nullable() }),
    refusals: ["purchase_unknown", "purchase_not_now", "purchase_empty"],
  }),
  receivePurchase: command("purchase.write", "/purchases/:purchaseId/receive", {
    summary: "Receives what has come of a purchase order; more than was ordered with a note.",
    params: purchaseParams,
    body: z.strictObject({
      lines: z
        .array(
          z.strictObject({
            lineId: idField,
            quantity: quantityField,
            /** where it came at another one than was ordered; for one of the item's unit */
            price: moneyField.nullable().default(null),
            /** needed where the batches of the item are told apart; theirs unless it names another supplier */
            batch: comingBatchField.optional(),
          }),
        )
        .min(1)
        .max(500),
      note: textField.default(""),
    }),
    output: z.object({ state: z.enum(purchaseStates), movementIds: z.array(idField) }),
    refusals: [
      "purchase_unknown",
      "purchase_not_now",
      "purchase_line_unknown",
      "purchase_price_needed",
      "purchase_note_needed",
      "whole_pieces",
      ...comingBatchRefusals,
    ],
  }),
  closePurchase: command("purchase.write", "/purchases/:purchaseId/close", {
    summary: "Closes one of which not all came: the rest is no longer expected.",
    params: purchaseParams,
    body: z.strictObject(reason),
    output: z.object({}),
    refusals: ["purchase_unknown", "purchase_not_now"],
  }),
  cancelPurchase: command("purchase.write", "/purchases/:purchaseId/cancel", {
    summary: "Cancels one of which nothing has come: it is no longer expected.",
    params: purchaseParams,
    body: z.strictObject(reason),
    output: z.object({}),
    refusals: ["purchase_unknown", "purchase_not_now"],
  }),
  reopenPurchase: command("purchase.write", "/purchases/:purchaseId/reopen", {
    summary: "Takes back a cancellation, or the closing of one of which not all came.",
    params: purchaseParams,
    output: z.object({ state: z.enum(purchaseStates) }),
    refusals: ["purchase_unknown", "purchase_not_now"],
  }),
};
