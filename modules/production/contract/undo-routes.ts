import { z } from "zod";
import { decimalText, idField, reasonField, unitField } from "#kernel/field.ts";
import { command, query } from "#kernel/route.ts";
import { orderStatusField, runAnswer } from "./order-card.ts";

const orderParams = z.object({ orderId: idField });

/** What an undo takes back, so that a person reads it before they say so. */
export const undoPreview = z.object({
  commandId: idField,
  /** the verb that is taken back: startRun, finishRun, reportDefect … */
  verb: z.string(),
  at: z.string(),
  byName: z.string().nullable(),
  /** null: it can be taken back; else why not */
  refusal: z
    .object({ code: z.string(), data: z.record(z.string(), z.union([z.string(), z.number(), z.null()])) })
    .nullable(),
  runs: z.array(z.object({ stageName: z.string(), lotNumber: z.string(), from: z.string(), to: z.string() })),
  lots: z.array(z.object({ number: z.string(), from: z.string(), to: z.string(), units: z.number() })),
  stock: z.array(
    z.object({
      itemName: z.string(),
      variantName: z.string(),
      unit: unitField,
      warehouseName: z.string(),
      /** signed: what comes back to the shelf, or leaves it */
      quantity: decimalText,
    }),
  ),
  /** what is reserved again, or is let go: signed, by shelf; of this order, and of others that had given way */
  reserved: z.array(
    z.object({
      itemName: z.string(),
      variantName: z.string(),
      unit: unitField,
      warehouseName: z.string(),
      quantity: decimalText,
      ofOthers: z.boolean(),
    }),
  ),
  /** cost that is reversed; null where it may not be seen */
  cost: decimalText.nullable(),
  statusFrom: orderStatusField,
  statusTo: orderStatusField,
  /** the deal goes back to this status */
  dealBackTo: z.string().nullable(),
  /** what has left stays: messages and tasks that came of it */
  stays: z.array(z.enum(["task", "message", "deal_moved_since"])),
});

export const undoRoutes = {
  previewUndo: query("run.work", "/orders/:orderId/undo", {
    summary: "What taking back an act on an order would reverse, and what it can't.",
    params: orderParams,
    query: z.object({
      commandId: idField.optional(),
      /** instead: the finish of this run, to reopen it */
      runId: idField.optional(),
    }),
    output: undoPreview,
    refusals: ["order_unknown", "run_unknown", "undo_unknown"],
  }),
  undoWork: command("run.work", "/orders/:orderId/undo", {
    summary: "Takes back one's own act on an order, within five minutes, if nothing has followed.",
    params: orderParams,
    body: z.strictObject({ commandId: idField }),
    output: z.object({ orderStatus: orderStatusField }),
    refusals: [
      "order_unknown",
      "undo_unknown",
      "undo_not_yours",
      "undo_too_late",
      "undo_followed",
      "undo_corrected",
      "undo_stock_gone",
      "undo_done_already",
      "order_aggregated",
      "batch_given_back",
    ],
  }),
  reopenRun: command("run.reopen", "/runs/:runId/reopen", {
    summary: "Opens a finished run again, with a reason, if nothing later has started on it.",
    params: z.object({ runId: idField }),
    body: z.strictObject({ reason: reasonField }),
    output: runAnswer,
    refusals: [
      "run_unknown",
      "verb_not_now",
      "undo_followed",
      "undo_corrected",
      "undo_stock_gone",
      "undo_unknown",
      "batch_given_back",
    ],
  }),
};
