import { z } from "zod";
import {
  dateField,
  decimalText,
  idField,
  nameField,
  pageOf,
  pageQuery,
  quantityField,
  quantityOrZeroField,
  searchField,
  textField,
  unitField,
} from "#kernel/field.ts";
import { command, query, question } from "#kernel/route.ts";
import { movementKinds } from "./movement-kinds.ts";

/** A batch named for something that goes out; what is not named goes by who expires first. */
export const namedBatchField = z.strictObject({ batchId: idField, quantity: quantityField });
export const namedBatchesField = z.array(namedBatchField).max(100);
/** The same for what a run uses, by norm. */
export const batchesOfNormsField = z
  .array(z.strictObject({ normId: idField, batchId: idField, quantity: quantityField }))
  .max(500);
/** The batch of goods that come in: a new one, or one that more comes in of. */
export const comingBatchField = z.strictObject({
  number: nameField,
  /** the last good day; of a batch that is known already it may be left out */
  bestBefore: dateField.nullable().optional(),
  supplier: textField.max(200).optional(),
});
/** How much was counted of a batch. */
export const countedBatchField = z.strictObject({
  number: nameField,
  bestBefore: dateField.nullable().optional(),
  counted: quantityOrZeroField,
});

export const namedBatchRefusals = ["batch_short", "batches_too_many"];
export const comingBatchRefusals = ["batch_required", "batch_not_asked", "batch_best_before_differs"];

/** "soon": within a quarter of its shelf life, and a month at most. */
const batchStateField = z.enum(["good", "soon", "expired"]);
const batchOfVariant = {
  id: idField,
  number: z.string(),
  bestBefore: z.string().nullable(),
  state: batchStateField,
  variantId: idField,
  itemName: z.string(),
  variantName: z.string(),
  unit: unitField,
};
const batchRow = z.object({
  ...batchOfVariant,
  receivedAt: z.string(),
  supplier: z.string(),
  /** what was made here */
  orderId: idField.nullable(),
  orderNumber: z.number().nullable(),
  onHand: decimalText,
  places: z.array(z.object({ warehouseId: idField, warehouseName: z.string(), quantity: decimalText })),
});
const openBatch = z.object({
  batchId: idField,
  number: z.string(),
  bestBefore: z.string().nullable(),
  state: batchStateField,
  quantity: decimalText,
});
const batchParams = z.object({ batchId: idField });

export const batchRoutes = {
  listBatches: query("stock.read", "/batches", {
    summary: "Batches with what lies of them, the earliest best-before first.",
    query: z.object({
      ...pageQuery,
      search: searchField.optional(),
      variantId: idField.optional(),
      warehouseId: idField.optional(),
      /** with a best-before within so many days, expired ones among them */
      expiringWithin: z.coerce.number().int().min(0).max(3_650).optional(),
      /** also those of which nothing is left */
      all: z.stringbool().default(false),
    }),
    output: pageOf(batchRow),
  }),
  showBatch: query("stock.read", "/batches/:batchId", {
    summary: "One batch: what it is, and where it lies.",
    params: batchParams,
    output: batchRow.extend({
      note: z.string(),
      version: z.number(),
      /** how much of it came in, was made, and went out, whatever the way */
      cameIn: decimalText,
      wentOut: decimalText,
    }),
    refusals: ["batch_unknown"],
  }),
  listBatchMovements: query("stock.read", "/batches/:batchId/movements", {
    summary: "What moved of a batch, newest first.",
    params: batchParams,
    query: z.object(pageQuery),
    output: pageOf(
      z.object({
        id: idField,
        at: z.string(),
        kind: z.enum(movementKinds),
        warehouseName: z.string(),
        /** of the batch, signed */
        quantity: decimalText,
        orderId: idField.nullable(),
        orderNumber: z.number().nullable(),
        stageName: z.string().nullable(),
        lotNumber: z.string().nullable(),
        dealId: idField.nullable(),
        dealNumber: z.number().nullable(),
        byName: z.string().nullable(),
        note: z.string(),
      }),
    ),
    refusals: ["batch_unknown"],
  }),
  traceBatch: query("stock.read", "/batches/:batchId/trace", {
    summary:
      "Where a batch went (into orders, what they made of it, and whose deals got it), or where it came from.",
    params: batchParams,
    query: z.object({ direction: z.enum(["forward", "backward"]) }),
    output: z.object({
      /** all that are on the way, the asked one among them */
      batches: z.array(
        z.object({
          ...batchOfVariant,
          supplier: z.string(),
          receivedAt: z.string(),
          orderId: idField.nullable(),
          orderNumber: z.number().nullable(),
          onHand: decimalText,
        }),
      ),
      /** what orders used of a batch, less what came back */
      used: z.array(
        z.object({
          batchId: idField,
          orderId: idField,
          orderNumber: z.number(),
          itemName: z.string(),
          variantName: z.string(),
          quantity: decimalText,
          /** the lots whose runs took it */
          lots: z.array(z.string()),
        }),
      ),
      /** what orders made, in batches; also what of an order's materials had no batch is not hidden */
      made: z.array(z.object({ orderId: idField, batchId: idField, quantity: decimalText })),
      shipped: z.array(
        z.object({
          batchId: idField,
          dealId: idField,
          dealNumber: z.number(),
          /** null where the reader may not see deals, or people */
          dealTitle: z.string().nullable(),
          customer: z.string().nullable(),
          quantity: decimalText,
          lastAt: z.string(),
        }),
      ),
      /** it goes on beyond what is told: a trace ends at twelve levels and five hundred batches */
      cut: z.boolean(),
    }),
    refusals: ["batch_unknown"],
  }),
  listOrderBatches: query("order.read", "/orders/:orderId/batches", {
    summary: "Which batches of which materials went into an order, and which batches it made.",
    params: z.object({ orderId: idField }),
    output: z.object({
      used: z.array(
        z.object({
          normId: idField,
          variantId: idField,
          itemName: z.string(),
          variantName: z.string(),
          unit: unitField,
          parts: z.array(
            z.object({
              batchId: idField,
              number: z.string(),
              bestBefore: z.string().nullable(),
              state: batchStateField,
              supplier: z.string(),
              quantity: decimalText,
            }),
          ),
          /** what was used without a batch: from before they were told apart, or below zero */
          unknown: decimalText,
        }),
      ),
      made: z.array(
        z.object({
          batchId: idField,
          number: z.string(),
          bestBefore: z.string().nullable(),
          state: batchStateField,
          variantName: z.string(),
          itemName: z.string(),
          unit: unitField,
          quantity: decimalText,
        }),
      ),
    }),
    refusals: ["order_unknown"],
  }),
  listOpenBatches: question("stock.read", "/batches/open", {
    summary: "What lies of which batch at these places, in the order in which it is taken.",
    body: z.strictObject({
      places: z
        .array(z.strictObject({ variantId: idField, warehouseId: idField }))
        .min(1)
        .max(200),
    }),
    output: z.object({
      places: z.array(
        z.object({
          variantId: idField,
          warehouseId: idField,
          traced: z.boolean(),
          /** what is received of it gets a batch, by the item's wish or because it spoils */
          apart: z.boolean(),
          shelfLifeDays: z.number().nullable(),
          batches: z.array(openBatch),
          unknown: decimalText,
        }),
      ),
    }),
    refusals: ["variant_unknown", "warehouse_unknown"],
  }),
  listRunBatches: query("my_stages.read", "/runs/:runId/batches", {
    summary: "Of which batches a run may take its materials, by norm, in the order in which they are taken.",
    params: z.object({ runId: idField }),
    output: z.object({
      norms: z.array(
        z.object({
          normId: idField,
          unit: unitField,
          batches: z.array(openBatch),
          /** what the run has taken already, less what it gave back */
          taken: z.array(openBatch),
          unknown: decimalText,
        }),
      ),
    }),
    refusals: ["run_unknown"],
  }),
  changeBatch: command("stock.write", "/batches/:batchId/change", {
    summary: "Corrects a batch: its number, best-before, supplier or note.",
    params: batchParams,
    body: z.strictObject({
      number: nameField.optional(),
      bestBefore: dateField.nullable().optional(),
      supplier: textField.max(200).optional(),
      note: textField.optional(),
    }),
    output: z.object({}),
    refusals: ["batch_unknown", "batch_number_taken"],
  }),
};
