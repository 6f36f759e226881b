import { z } from "zod";
import { countField, idField } from "#kernel/field.ts";
import { command } from "#kernel/route.ts";
import { orderAttributesField } from "#modules/catalog/contract/attributes.ts";
import { runAnswer, runRefusals, shortageRow } from "./order-card.ts";

const orderParams = z.object({ orderId: idField });
const runParams = z.object({ runId: idField });

/** Parting and joining lots, crews, and what a supervisor changes about an order in work. */
export const lotRoutes = {
  splitLot: command("order.change", "/lots/:lotId/split", {
    summary: "Parts a lot that stands before a stage: some of its units become a lot of their own.",
    params: z.object({ lotId: idField }),
    body: z.strictObject({ units: countField }),
    output: z.object({ lotId: idField, number: z.string() }),
    refusals: [
      "lot_unknown",
      "order_closed",
      "order_aggregated",
      "split_mode_only",
      "split_all",
      "split_started",
    ],
  }),
  mergeLots: command("order.change", "/orders/:orderId/merge-lots", {
    summary: "Joins lots that stand ready at the same stage into the first of them.",
    params: orderParams,
    body: z.strictObject({ lotIds: z.array(idField).min(2).max(200) }),
    output: z.object({ lotId: idField }),
    refusals: [
      "order_unknown",
      "order_closed",
      "order_aggregated",
      "lot_unknown",
      "split_mode_only",
      "lots_apart",
    ],
  }),
  joinRun: command("run.work", "/runs/:runId/join", {
    summary: "Joins a run that somebody else works on: one's own time begins.",
    params: runParams,
    body: z.strictObject({}),
    output: runAnswer,
    refusals: [...runRefusals, "member_busy", "already_in_crew"],
  }),
  leaveRun: command("run.work", "/runs/:runId/leave", {
    summary: "Leaves a run: one's own time ends; it is paused when nobody works on it.",
    params: runParams,
    body: z.strictObject({ alsoRunIds: z.array(idField).max(200).default([]) }),
    output: runAnswer,
    refusals: [...runRefusals, "not_in_crew", "runs_not_together"],
  }),
  pickMaterial: command("run.work", "/runs/:runId/pick-material", {
    summary: "Picks the variant of a material that awaits selection, or another one while none was used.",
    params: runParams,
    body: z.strictObject({ normId: idField, variantId: idField }),
    output: z.object({ shortages: z.array(shortageRow) }),
    refusals: [...runRefusals, "norm_unknown", "variant_unknown", "variant_not_of_item", "selection_used"],
  }),
  changeQuantity: command("order.change", "/orders/:orderId/change-quantity", {
    summary: "Changes how many units an order makes: new ones join, unstarted ones leave.",
    params: orderParams,
    body: z.strictObject({
      quantity: countField,
      /** per unit: the new units' own values */
      unitAttributes: z.array(orderAttributesField).max(10_000).default([]),
    }),
    output: z.object({ shortages: z.array(shortageRow) }),
    refusals: [
      "order_unknown",
      "order_closed",
      "quantity_started",
      "second_order_needed",
      "too_many_units_one_by_one",
      "attribute_missing",
      "no_variant_follows",
      "formula_divides_by_zero",
      "formula_negative",
    ],
  }),
  changeUpsells: command("order.change", "/orders/:orderId/change-upsells", {
    summary: "Changes the options sold on top: optional stages switch on or off where their place is ahead.",
    params: orderParams,
    body: z.strictObject({ upsellIds: z.array(idField).max(50) }),
    output: z.object({
      switchedOn: z.array(z.string()),
      switchedOff: z.array(z.string()),
      shortages: z.array(shortageRow),
    }),
    refusals: [
      "order_unknown",
      "order_closed",
      "upsell_unknown",
      "stage_passed",
      "stage_begun",
      "formula_divides_by_zero",
      "formula_negative",
    ],
  }),
  spreadRuns: command("run.reassign", "/runs/spread", {
    summary:
      "Gives every waiting run whose operator is chosen at start to whoever has the least open planned work.",
    body: z.strictObject({
      /** only these; left out: all of them */
      runIds: z.array(idField).max(200).optional(),
    }),
    output: z.object({
      given: z.array(
        z.object({ runId: idField, orderNumber: z.number(), stageName: z.string(), memberName: z.string() }),
      ),
      /** more wait than one act spreads */
      left: z.number(),
    }),
    refusals: ["run_unknown"],
  }),
};
