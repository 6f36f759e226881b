import { z } from "zod";
import {
  decimalText,
  idField,
  pageOf,
  pageQuery,
  quantityOrZeroField,
  searchField,
  textField,
  unitField,
} from "#kernel/field.ts";
import { command, query } from "#kernel/route.ts";
import { comingBatchRefusals, countedBatchField } from "./batch-routes.ts";

export const stocktakeStates = ["counting", "posted", "cancelled"] as const;
export type StocktakeState = (typeof stocktakeStates)[number];
/** Which of a stocktake's lines: not counted yet, counted, counted and different from the books. */
export const stocktakeViews = ["left", "counted", "different"] as const;

const params = z.object({ stocktakeId: idField });
const head = {
  id: idField,
  warehouseId: idField,
  warehouseName: z.string(),
  state: z.enum(stocktakeStates),
  note: z.string(),
  startedAt: z.string(),
  startedByName: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** how many things were counted */
  counted: z.number(),
};
const line = z.object({
  variantId: idField,
  itemName: z.string(),
  variantName: z.string(),
  sku: z.string().nullable(),
  unit: unitField,
  /** null: not counted */
  counted: decimalText.nullable(),
  countedAt: z.string().nullable(),
  countedByName: z.string().nullable(),
  /** by the books at the moment of the count; of what is not counted, now */
  onHand: decimalText,
  /** counted − on hand; null where nothing was counted */
  difference: decimalText.nullable(),
  /** those that were counted one by one, with what the books said of each */
  batches: z.array(
    z.object({
      number: z.string(),
      bestBefore: z.string().nullable(),
      counted: decimalText,
      onHand: decimalText,
    }),
  ),
  /** what the difference is worth at the average; null where the reader may not see cost */
  value: decimalText.nullable(),
});

export const stocktakeRoutes = {
  listStocktakes: query("stock.read", "/stocktakes", {
    summary: "Stocktakes, newest first.",
    query: z.object({ ...pageQuery, warehouseId: idField.optional() }),
    output: pageOf(z.object({ ...head, adjusted: z.number().nullable() })),
  }),
  showStocktake: query("stock.read", "/stocktakes/:stocktakeId", {
    summary: "A stocktake with its lines: what is in its warehouse by the books, and what was counted.",
    params,
    query: z.object({
      ...pageQuery,
      show: z.enum(stocktakeViews).optional(),
      search: searchField.optional(),
      variantId: idField.optional(),
    }),
    output: z.object({
      ...head,
      /** not counted yet, of what the books say is there */
      left: z.number(),
      different: z.number(),
      /** worth of all differences; null where the reader may not see cost */
      differenceValue: decimalText.nullable(),
      rows: z.array(line),
      next: z.string().nullable(),
    }),
    refusals: ["stocktake_unknown"],
  }),
  startStocktake: command("stock.write", "/stocktakes/start", {
    summary: "Begins a stocktake of a warehouse. Work goes on meanwhile.",
    body: z.strictObject({ warehouseId: idField, note: textField.default("") }),
    output: z.object({ stocktakeId: idField }),
    refusals: ["warehouse_unknown", "stocktake_counting"],
  }),
  countInStocktake: command("stock.write", "/stocktakes/:stocktakeId/count", {
    summary:
      "Writes down what was counted of a thing; `add`: found at a further place, on top of what was counted.",
    params,
    body: z.strictObject({
      variantId: idField,
      counted: quantityOrZeroField,
      add: z.boolean().default(false),
      /** how much of which batch; what is not named is left as it is, the rest has no batch */
      batches: z.array(countedBatchField).max(100).default([]),
    }),
    output: z.object({ counted: decimalText, difference: decimalText }),
    refusals: [
      ...comingBatchRefusals,
      "count_below_batches",
      "whole_pieces",
      "batch_twice",
      "stocktake_unknown",
      "stocktake_over",
      "variant_unknown",
    ],
  }),
  uncountInStocktake: command("stock.write", "/stocktakes/:stocktakeId/uncount", {
    summary: "Strikes out a count: the thing is as if it had not been counted.",
    params,
    body: z.strictObject({ variantId: idField }),
    output: z.object({}),
    refusals: ["stocktake_unknown", "stocktake_over", "variant_unknown"],
  }),
  postStocktake: command("stock.write", "/stocktakes/:stocktakeId/post", {
    summary: "Books the differences as adjustments. What was not counted stays, or counts as none.",
    params,
    body: z.strictObject({ uncounted: z.enum(["stay", "none"]).default("stay") }),
    output: z.object({ adjusted: z.number() }),
    refusals: ["stocktake_unknown", "stocktake_over", "stocktake_empty"],
  }),
  cancelStocktake: command("stock.write", "/stocktakes/:stocktakeId/cancel", {
    summary: "Ends a stocktake without booking anything.",
    params,
    output: z.object({}),
    refusals: ["stocktake_unknown", "stocktake_over"],
  }),
};
