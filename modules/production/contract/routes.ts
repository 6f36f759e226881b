import { z } from "zod";
import {
  countField,
  dateField,
  decimalText,
  idField,
  pageOf,
  pageQuery,
  priorityField,
  reasonField,
  searchField,
  textField,
  unitField,
} from "#kernel/field.ts";
import { command, query, question } from "#kernel/route.ts";
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
import { runRoutes } from "./run-routes.ts";
import { semiFinishedRoutes } from "./semi-finished-routes.ts";
import {
  awaitingRow,
  orderCard,
  orderLot,
  orderStage,
  runCard,
  shortageRow,
  stageRun,
} from "./order-card.ts";
import { shortageRoutes } from "./shortage-routes.ts";
import { stopReasonRoutes } from "./stop-reason-routes.ts";
import { undoRoutes } from "./undo-routes.ts";
import { waitingShown } from "./waiting-shown.ts";

const orderParams = z.object({ orderId: idField });
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
  ...runRoutes,
  ...semiFinishedRoutes,
  ...fileRoutes,
  ...jobCardRoutes,
  ...shortageRoutes,
  ...stopReasonRoutes,
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
          /** done on a shared tablet without network: nobody could ask who it was */
          unchecked: z.boolean(),
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
    query: z.object({
      /** so many cards of what waits; as many as are shown at first where it is not said */
      waiting: z.coerce.number().int().min(1).max(waitingShown.most).optional(),
      /** an order's id or number: its cards are among those of what waits, however far back it stands */
      order: z.union([idField, z.string().regex(/^\d{1,9}$/)]).optional(),
    }),
    output: z.object({
      now: z.string(),
      /** what waits is counted up to 1,000 */
      counts: z.object({ inProgress: z.number(), waiting: z.number(), doneToday: z.number() }),
      inProgress: z.array(runCard),
      /** as many as were asked for, and 20 at most of one stage of one order: `together` of the first of them names the others */
      waiting: z.array(runCard),
      /** whether more cards of what waits would come, were they asked for */
      more: z.boolean(),
      doneToday: z.array(runCard),
    }),
  }),
};
