import { z } from "zod";
import {
  countField,
  dateField,
  decimalText,
  idField,
  moneyField,
  nameField,
  pageOf,
  pageQuery,
  priorityField,
  quantityOrZeroField,
  reasonField,
  searchField,
  textField,
  unitField,
} from "#kernel/field.ts";
import { command, query, question } from "#kernel/route.ts";
import { batchesOfNormsField, namedBatchRefusals } from "#modules/inventory/contract/batch-routes.ts";
import { batchModes } from "#modules/templates/contract/template-body.ts";
import { askedAttributeField, orderAttributesField } from "#modules/catalog/contract/attributes.ts";
import { resolveRefusals } from "#modules/templates/contract/routes.ts";
import { aggregationRoutes } from "./aggregation-routes.ts";
import { chatRoutes } from "./chat-routes.ts";
import { boardRoutes } from "./board-routes.ts";
import { correctionRoutes } from "./correction-routes.ts";
import { defectRoutes } from "./defect-routes.ts";
import { lotRoutes } from "./lot-routes.ts";
import { historyGroups } from "./history-groups.ts";
import { fileRoutes } from "./order-file-routes.ts";
import { jobCardRoutes } from "./job-card-route.ts";
import { orderListRoutes } from "./order-list-routes.ts";
import { savedViewRoutes } from "./saved-view-routes.ts";
import { riverRoutes } from "./river-route.ts";
import { semiFinishedRoutes } from "./semi-finished-routes.ts";
import {
  awaitingRow,
  checkAnswerField,
  defectDecisions,
  orderCard,
  orderLot,
  orderStage,
  runAnswer,
  runCard,
  runRefusals,
  shortageRow,
  stageRun,
  usagesField,
} from "./order-card.ts";
import { shortageRoutes } from "./shortage-routes.ts";
import { undoRoutes } from "./undo-routes.ts";

const orderParams = z.object({ orderId: idField });
const runParams = z.object({ runId: idField });
/** Further runs of the same order and stage, taken in the same tap. */
const alsoRunIds = z.array(idField).max(200).default([]);
const picksField = z
  .array(z.strictObject({ normId: idField, variantId: idField }))
  .max(200)
  .default([]);
const newOrder = {
  variantId: idField,
  quantity: countField,
  batchMode: z.enum(batchModes).optional(),
  dueDate: dateField.nullable().optional(),
  priority: priorityField.optional(),
  notes: textField.default(""),
  dealId: idField.nullable().default(null),
  dealLineId: idField.nullable().default(null),
  responsibleId: idField.nullable().optional(),
  /** options sold on top; left out: those of the deal's line */
  upsellIds: z.array(idField).max(50).optional(),
  /** what the item asks at order; left out: those of the deal's line */
  attributes: orderAttributesField.optional(),
  /** per unit: each unit's own values over the order's, in the order of the units; may be left out */
  unitAttributes: z.array(orderAttributesField).max(10_000).default([]),
};

export const productionRoutes = {
  ...boardRoutes,
  ...orderListRoutes,
  ...savedViewRoutes,
  ...aggregationRoutes,
  ...chatRoutes,
  ...correctionRoutes,
  ...defectRoutes,
  ...lotRoutes,
  ...riverRoutes,
  ...semiFinishedRoutes,
  ...fileRoutes,
  ...jobCardRoutes,
  ...shortageRoutes,
  ...undoRoutes,
  previewOrder: question("order.create", "/orders/preview", {
    summary:
      "What an order would need and cost, before it is saved: shortages, planned cost, planned finish.",
    body: z.strictObject({
      variantId: idField,
      quantity: countField,
      batchMode: z.enum(batchModes).optional(),
      dueDate: dateField.nullable().optional(),
      upsellIds: z.array(idField).max(50).default([]),
      /** what is asked at order; a value is missed where a formula or a material needs it */
      attributes: orderAttributesField.default({}),
      unitAttributes: z.array(orderAttributesField).max(10_000).default([]),
    }),
    output: z.object({
      templateId: idField,
      templateNumber: z.number(),
      shortages: z.array(shortageRow),
      awaiting: z.array(awaitingRow),
      shortagePolicy: z.enum(["ignore", "warn", "block"]),
      plannedCost: decimalText,
      plannedCostPerUnit: decimalText,
      plannedStart: z.string(),
      plannedFinish: z.string(),
      /** of stages that this order would work */
      stageNames: z.array(z.string()),
      /** materials that have no price yet */
      withoutPrice: z.array(z.string()),
      /** stages that nobody could do who has an hourly rate */
      withoutRate: z.array(z.string()),
      defaultBatchMode: z.enum(batchModes),
      defaultPriority: priorityField,
      /** what the product asks at order */
      asked: z.array(askedAttributeField),
    }),
    refusals: [
      "variant_unknown",
      "template_missing",
      "attribute_unknown",
      "attribute_kind",
      "attribute_choice",
      ...resolveRefusals,
    ],
  }),
  createOrder: command("order.create", "/orders/create", {
    summary:
      "Makes a production order: stages and norms resolved and frozen, materials reserved, shortages listed.",
    body: z.strictObject({
      ...newOrder,
      /** a supervisor's reason to create in spite of a policy that blocks on shortage */
      createAnyway: reasonField.optional(),
    }),
    output: z.object({ orderId: idField, number: z.number(), shortages: z.array(shortageRow) }),
    refusals: [
      "variant_unknown",
      "template_missing",
      "deal_unknown",
      "deal_line_unknown",
      "member_unknown",
      "shortage_blocks",
      "too_many_units_one_by_one",
      "attribute_unknown",
      "attribute_kind",
      "attribute_choice",
      ...resolveRefusals,
      "line_has_order",
    ],
  }),
  showOrder: query("order.read", "/orders/:orderId", {
    summary: "The order card: overview and stages.",
    params: orderParams,
    output: orderCard.extend({
      version: z.number(),
      itemId: idField,
      variantId: idField,
      templateId: idField,
      templateName: z.string(),
      templateNumber: z.number(),
      over: z.number(),
      inWork: z.number(),
      writtenOff: z.number(),
      withdrawn: z.number(),
      notes: z.string(),
      cancelReason: z.string().nullable(),
      responsible: z.object({ id: idField, name: z.string() }).nullable(),
      createdByName: z.string().nullable(),
      plannedStart: z.string().nullable(),
      startedAt: z.string().nullable(),
      warehouseName: z.string(),
      contactName: z.string().nullable(),
      upsells: z.array(z.object({ id: idField, name: z.string() })),
      attributes: orderAttributesField,
      lots: z.array(orderLot),
      /** how many lots there are; `lots` holds the first 500, those in work before the others */
      lotsTotal: z.number(),
      stages: z.array(orderStage),
      /** what this member may do with the order now */
      verbs: z.array(z.string()),
      materials: z.number(),
      /** corrections of its time or material that wait for a decision */
      corrections: z.number(),
    }),
    refusals: ["order_unknown"],
  }),
  showOrderMaterials: query("order.read", "/orders/:orderId/materials", {
    summary: "Norm, reserved, consumed, remainder, with what is over and what is short.",
    params: orderParams,
    output: z.object({
      rows: z.array(
        z.object({
          normId: idField,
          stageId: idField,
          stageName: z.string(),
          /** null: awaiting selection */
          variantId: idField.nullable(),
          itemId: idField,
          itemName: z.string(),
          variantName: z.string().nullable(),
          unit: unitField,
          warehouseId: idField,
          warehouseName: z.string(),
          norm: decimalText,
          reserved: decimalText,
          consumed: decimalText,
          remainder: decimalText,
          overconsumption: z.boolean(),
          /** what its reservation wants and does not hold; awaiting selection: what all variants together would not cover */
          shortage: decimalText,
          /** let go by a supervisor: it waits until somebody reserves for it */
          byHand: z.boolean(),
          free: decimalText,
          awaitingSelection: z.boolean(),
          choices: z.array(z.object({ variantId: idField, variantName: z.string(), free: decimalText })),
        }),
      ),
    }),
    refusals: ["order_unknown"],
  }),
  showStageRuns: query("order.read", "/order-stages/:stageId/runs", {
    summary: "All runs of one stage of an order: the open ones, then rework, then the newest that are done.",
    params: z.object({ stageId: idField }),
    query: z.object({ ...pageQuery }),
    output: pageOf(stageRun),
    refusals: ["stage_unknown"],
  }),
  showRunMaterials: question("order.read", "/runs/materials", {
    summary: "What runs that are finished in one act are offered of each material, and have taken, together.",
    body: z.strictObject({ runIds: z.array(idField).min(1).max(201) }),
    output: z.object({
      rows: z.array(z.object({ normId: idField, norm: decimalText, consumed: decimalText })),
    }),
    refusals: ["run_unknown"],
  }),
  showOrderHistory: query("order.read", "/orders/:orderId/history", {
    summary: "Who changed what and when, newest first.",
    params: orderParams,
    query: z.object({
      ...pageQuery,
      group: z.enum(historyGroups).optional(),
      /** who did it */
      memberId: idField.optional(),
      /** in names, reasons and notes; no amounts: who may not see a price must not find it either */
      search: searchField.optional(),
      /** kinds of facts whose sentence has the searched words in the reader's language, with commas between */
      saying: z.string().max(4_000).optional(),
    }),
    output: z.object({
      ...pageOf(
        z.object({
          id: idField,
          kind: z.string(),
          at: z.string(),
          byName: z.string().nullable(),
          byWhom: z.enum(["member", "automation", "system"]),
          /** values for the sentence `fact.<kind>` of the reader's language */
          values: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
          causeKind: z.string().nullable(),
          commandId: idField,
          /** it was this reader's, a moment ago: it may be taken back (see undoWork) */
          undoable: z.boolean(),
        }),
      ).shape,
      /** who has done anything to the order, by name; only with the first page */
      people: z.array(z.object({ memberId: idField, name: z.string() })),
    }),
    refusals: ["order_unknown"],
  }),
  changeOrder: command("order.change", "/orders/:orderId/change", {
    summary: "Changes an order's due date, priority, notes or responsible supervisor.",
    params: orderParams,
    body: z.strictObject({
      dueDate: dateField.nullable().optional(),
      priority: priorityField.optional(),
      notes: textField.optional(),
      responsibleId: idField.nullable().optional(),
    }),
    output: z.object({}),
    refusals: ["order_unknown", "order_closed", "order_aggregated", "member_unknown"],
  }),
  cancelOrder: command("order.cancel", "/orders/:orderId/cancel", {
    summary: "Cancels an order: reservations are released, running intervals close, the cost so far stays.",
    params: orderParams,
    body: z.strictObject({
      reason: reasonField,
      /** give back to stock what open runs have consumed */
      returnMaterials: z.boolean().default(false),
    }),
    output: z.object({}),
    refusals: ["order_unknown", "order_closed", "order_aggregated"],
  }),
  showMyStages: query("my_stages.read", "/my-stages", {
    summary: "What is in progress, what waits, and what I finished today.",
    output: z.object({
      now: z.string(),
      /** what waits is counted up to 1,000 */
      counts: z.object({ inProgress: z.number(), waiting: z.number(), doneToday: z.number() }),
      inProgress: z.array(runCard),
      /** 100 at most, and 20 at most of one stage of one order: `together` of the first of them names the others */
      waiting: z.array(runCard),
      doneToday: z.array(runCard),
    }),
  }),
  startRun: command("run.work", "/runs/:runId/start", {
    summary: "Starts a run: its time begins, and its materials leave stock where they are consumed at start.",
    params: runParams,
    body: z.strictObject({
      alsoRunIds,
      /** the variants of materials that await selection */
      picks: picksField,
      materials: usagesField.optional(),
      /** of which batches, by norm; what is not named goes by who expires first */
      batches: batchesOfNormsField.default([]),
      /** a supervisor's, where the maximum wait has passed */
      lateReason: reasonField.optional(),
      /** a supervisor's, where the stage waits for what orders in work make for it */
      awaitedReason: reasonField.optional(),
    }),
    output: runAnswer,
    refusals: [
      ...runRefusals,
      ...namedBatchRefusals,
      "whole_pieces",
      "semi_finished_awaited",
      "not_yet_available",
      "member_busy",
      "not_enough_stock",
      "norm_unknown",
      "norm_twice",
      "wait_exceeded",
      "selection_missing",
      "variant_not_of_item",
      "runs_not_together",
    ],
  }),
  pauseRun: command("run.work", "/runs/:runId/pause", {
    summary: "Pauses a run, for a reason from the dictionary.",
    params: runParams,
    body: z.strictObject({ reasonId: idField.nullable().default(null) }),
    output: runAnswer,
    refusals: [...runRefusals, "stop_reason_unknown"],
  }),
  resumeRun: command("run.work", "/runs/:runId/resume", {
    summary: "Goes on after a pause.",
    params: runParams,
    body: z.strictObject({}),
    output: runAnswer,
    refusals: [...runRefusals, "member_busy"],
  }),
  recordProgress: command("run.work", "/runs/:runId/progress", {
    summary: "Says how many units are made so far; changes no state and captures nothing.",
    params: runParams,
    body: z.strictObject({ units: z.int().min(0).max(1_000_000) }),
    output: runAnswer,
    refusals: [...runRefusals, "more_units_than_run"],
  }),
  finishRun: command("run.work", "/runs/:runId/finish", {
    summary:
      "Finishes a run with the units made and what was really consumed; its cost is captured for good.",
    params: runParams,
    body: z.strictObject({
      alsoRunIds,
      /** good units, of all runs of this tap together; 0 only where all that is left failed */
      units: z.int().min(0).max(1_000_000),
      /** what failed of the rest */
      failed: z
        .array(
          z.strictObject({
            units: countField,
            reasonId: idField,
            decision: z.enum(defectDecisions),
            toStageId: idField.nullable().default(null),
            bornStageId: idField.nullable().default(null),
            note: textField.default(""),
            photoIds: z.array(idField).max(20).default([]),
          }),
        )
        .max(10)
        .default([]),
      /** split mode: the finished part goes on as a lot of its own, the rest stays at work */
      leaveRest: z.boolean().default(false),
      materials: usagesField.optional(),
      /** of which batches, by norm; over what was taken at start; what is not named goes by who expires first */
      batches: batchesOfNormsField.default([]),
      checks: z.array(checkAnswerField).max(50).default([]),
      photoIds: z.array(idField).max(20).default([]),
      /** a supervisor's reason to take it as good although a required check is missing or failed */
      concession: reasonField.optional(),
      comment: textField.default(""),
      /** of a subcontractor: the hours, or the sum where it was left open; then the comment says why so much */
      subcontracting: z
        .strictObject({ hours: quantityOrZeroField.optional(), sum: moneyField.optional() })
        .optional(),
    }),
    output: runAnswer.extend({
      /** units came back more often than their stage allows, and wait for a supervisor */
      escalated: z.boolean(),
    }),
    refusals: [
      ...runRefusals,
      ...namedBatchRefusals,
      "whole_pieces",
      "check_missing",
      "check_failed",
      "check_unknown",
      "photo_missing",
      "file_unknown",
      "file_not_a_picture",
      "too_many_files",
      "runs_not_together",
      "defect_reason_unknown",
      "return_not_before",
      "leave_rest_not_here",
      "finish_short",
      "over_yield",
      "not_enough_stock",
      "norm_unknown",
      "norm_twice",
      "subcontracting_agreed",
      "subcontracting_hours_missing",
      "subcontracting_sum_missing",
      "subcontracting_note_missing",
    ],
  }),
  cancelStart: command("run.work", "/runs/:runId/cancel-start", {
    summary: "Takes a start back: its time is void and its materials return.",
    params: runParams,
    body: z.strictObject({ alsoRunIds }),
    output: runAnswer,
    refusals: [...runRefusals, "runs_not_together", "units_have_left"],
  }),
  blockRun: command("run.block", "/runs/:runId/block", {
    summary: "Blocks a run with a reason; open intervals close.",
    params: runParams,
    body: z.strictObject({ reasonId: idField, note: textField.default("") }),
    output: runAnswer,
    refusals: [...runRefusals, "stop_reason_unknown"],
  }),
  unblockRun: command("run.block", "/runs/:runId/unblock", {
    summary: "Unblocks a run: back to the state before, in progress becoming paused.",
    params: runParams,
    body: z.strictObject({}),
    output: runAnswer,
    refusals: runRefusals,
  }),
  releaseRunEarly: command("run.release_early", "/runs/:runId/release-early", {
    summary: "Lets a run begin before its technological wait is over, with a reason.",
    params: runParams,
    body: z.strictObject({ alsoRunIds, reason: reasonField }),
    output: runAnswer,
    refusals: [...runRefusals, "runs_not_together"],
  }),
  reassignRun: command("run.reassign", "/runs/:runId/reassign", {
    summary: "Gives a run to a member, or back to everyone of its trade.",
    params: runParams,
    body: z.strictObject({ memberId: idField.nullable() }),
    output: runAnswer,
    refusals: [...runRefusals, "member_unknown", "member_cannot_work"],
  }),
  listStopReasons: query("dictionary.read", "/stop-reasons", {
    summary: "Reasons to pause and to block.",
    output: z.object({
      rows: z.array(
        z.object({
          id: idField,
          kind: z.enum(["pause", "block"]),
          name: z.string(),
          paid: z.boolean(),
          archived: z.boolean(),
        }),
      ),
    }),
  }),
  addStopReason: command("dictionary.manage", "/stop-reasons/add", {
    summary: "Adds a reason to pause or to block.",
    body: z.strictObject({
      kind: z.enum(["pause", "block"]),
      name: nameField,
      paid: z.boolean().default(false),
    }),
    output: z.object({ reasonId: idField }),
    refusals: ["name_taken"],
  }),
  changeStopReason: command("dictionary.manage", "/stop-reasons/:reasonId/change", {
    summary: "Renames a reason, or archives it; never deletes.",
    params: z.object({ reasonId: idField }),
    body: z.strictObject({
      name: nameField.optional(),
      paid: z.boolean().optional(),
      archived: z.boolean().optional(),
    }),
    output: z.object({}),
    refusals: ["stop_reason_unknown", "name_taken"],
  }),
};
