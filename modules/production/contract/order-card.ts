import { z } from "zod";
import {
  decimalText,
  idField,
  priorityField,
  quantityOrZeroField,
  signedQuantityField,
  textField,
  unitField,
} from "#kernel/field.ts";
import { orderAttributesField } from "#modules/catalog/contract/attributes.ts";
import { fileRow } from "#modules/files/contract/routes.ts";
import { richTextField } from "#modules/templates/contract/rich-text.ts";
import { batchModes, checkField, priceKinds } from "#modules/templates/contract/template-body.ts";

/** What screens show of orders and runs. */
export const orderStatuses = [
  "pending",
  /** gathered into a batch order, which makes its units */
  "aggregated",
  "in_progress",
  "partially_done",
  "done",
  "cancelled",
] as const;
export type OrderStatus = (typeof orderStatuses)[number];
export const orderStatusField = z.enum(orderStatuses);
/** 'ready' is 'waiting' whose time has come: time passes, nobody writes it */
export const runStates = [
  "waiting",
  "ready",
  "in_progress",
  "paused",
  "blocked",
  /** waits for the units that were sent back from it */
  "held",
  /** came back more often than the stage allows: a supervisor decides */
  "escalated",
  "done",
  "ended",
] as const;
export type RunState = (typeof runStates)[number];
export const runStateField = z.enum(runStates);
export const lotStates = [
  "in_work",
  "held",
  "escalated",
  "finished",
  "written_off",
  "withdrawn",
  /** its units are in another lot again; it has none itself */
  "merged",
] as const;
export type LotState = (typeof lotStates)[number];
export const lotStateField = z.enum(lotStates);

/** The value of a check of a stage's list, as the person gave it: a photo's are file ids. */
export const checkAnswerField = z.strictObject({
  key: z.string().min(1).max(40),
  yes: z.boolean().optional(),
  number: signedQuantityField.optional(),
  text: textField.optional(),
  photoIds: z.array(idField).max(10).optional(),
});
export type CheckAnswer = z.output<typeof checkAnswerField>;

export const defectDecisions = ["write_off", "return"] as const;
export type DefectDecision = (typeof defectDecisions)[number];

const usage = z.strictObject({ normId: idField, quantity: quantityOrZeroField });
export const usagesField = z.array(usage).max(200);
/** What a verb on a run answers: where the run and its order stand now. */
export const runAnswer = z.object({ runId: idField, state: runStateField, orderStatus: orderStatusField });
export const runRefusals = [
  "run_unknown",
  "not_yours",
  "verb_not_now",
  "order_closed",
  "order_aggregated",
  "subcontractor_works",
];

export const shortageRow = z.object({
  variantId: idField,
  itemName: z.string(),
  variantName: z.string(),
  unit: unitField,
  warehouseId: idField,
  warehouseName: z.string(),
  required: decimalText,
  reserved: decimalText,
  missing: decimalText,
  /** it has a template of its own: an order may be made for it (makeShortage) */
  canMake: z.boolean(),
});

/** A material whose variant is picked when its stage starts; `missing` even of all variants together. */
export const awaitingRow = z.object({
  itemId: idField,
  itemName: z.string(),
  unit: unitField,
  warehouseName: z.string(),
  required: decimalText,
  free: decimalText,
  missing: decimalText,
});

/** An order in work that makes what this one, or a stage of it, is short of: "waits for order 43 (8 of 12)". */
export const awaitedOrder = z.object({
  orderId: idField,
  number: z.number(),
  itemName: z.string(),
  received: z.number(),
  ordered: z.number(),
});

/** Where a gathered order stands: by the batch order that makes its units. */
export const batchOfOrder = z.object({
  orderId: idField,
  number: z.number(),
  status: orderStatusField,
  stageName: z.string().nullable(),
  stagesDone: z.number(),
  stagesTotal: z.number(),
  ordered: z.number(),
  received: z.number(),
});

const currentStage = z.object({
  stageId: idField,
  runId: idField.nullable(),
  name: z.string(),
  state: runStateField,
  operatorId: idField.nullable(),
  operatorName: z.string().nullable(),
  /** who does it outside the house */
  subcontractorName: z.string().nullable(),
  availableAt: z.string(),
  waitName: z.string().nullable(),
  since: z.string(),
});
export const orderCard = z.object({
  id: idField,
  number: z.number(),
  itemName: z.string(),
  variantName: z.string(),
  /** the first photo of the product */
  photoId: idField.nullable(),
  unit: unitField,
  ordered: z.number(),
  received: z.number(),
  status: orderStatusField,
  priority: priorityField,
  batchMode: z.enum(batchModes),
  dueDate: z.string().nullable(),
  dueAt: z.string().nullable(),
  overdue: z.boolean(),
  plannedFinish: z.string().nullable(),
  current: currentStage.nullable(),
  stagesDone: z.number(),
  stagesTotal: z.number(),
  /** lots that are still in work; one for a whole batch that was never parted */
  lots: z.number(),
  /** units that are on their way again after a return */
  inRework: z.number(),
  /** units that wait for a supervisor's decision */
  escalated: z.number(),
  writtenOff: z.number(),
  defects: z.number(),
  blocked: z.boolean(),
  shortages: z.number(),
  /** the order that this one was made for */
  madeFor: z.object({ orderId: idField, number: z.number() }).nullable(),
  awaits: z.array(awaitedOrder),
  /** the batch order that makes its units, or made them, and how far that is */
  batch: batchOfOrder.nullable(),
  /** of a batch order: how many orders it gathers */
  gathers: z.number().nullable(),
  dealId: idField.nullable(),
  dealTitle: z.string().nullable(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
});

const crewMember = z.object({ memberId: idField, name: z.string(), working: z.boolean() });
export const stageRun = z.object({
  id: idField,
  lotId: idField,
  lotNumber: z.string(),
  cycle: z.number(),
  state: runStateField,
  units: z.number(),
  progress: z.number(),
  operatorId: idField.nullable(),
  operatorName: z.string().nullable(),
  availableAt: z.string(),
  releasedEarly: z.boolean(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  workedSeconds: z.number(),
  pausedSeconds: z.number(),
  /** when the interval that runs now began: the screen counts on from it */
  workingSince: z.string().nullable(),
  blockReason: z.string().nullable(),
  blockNote: z.string().nullable(),
  comment: z.string().nullable(),
  /** who works on it, or has and is on a pause */
  crew: z.array(crewMember),
  checks: z.array(checkAnswerField),
  photoIds: z.array(idField),
  /** why it was finished as good in spite of a check that is missing or failed */
  concession: z.string().nullable(),
  /** who would be proposed where the operator is chosen at start: the one with the least open planned work */
  proposed: z.object({ memberId: idField, name: z.string() }).nullable(),
  /** what this member may do with it now, by name of the verb */
  verbs: z.array(z.string()),
});
export const orderStage = z.object({
  id: idField,
  key: z.string(),
  name: z.string(),
  instruction: richTextField,
  /** an optional stage that is not worked for this order is switched off */
  active: z.boolean(),
  optional: z.boolean(),
  /** ids of the active stages that come right before it */
  after: z.array(idField),
  consumption: z.enum(["at_start", "at_completion"]),
  reworkLimit: z.number().nullable(),
  checks: z.array(checkField),
  photoRequired: z.boolean(),
  performer: z.object({
    kind: z.string(),
    name: z.string().nullable(),
    /** of a subcontractor, as agreed when the order was made; the amount is null where the reader may not see it */
    price: z.object({ kind: z.enum(priceKinds), amount: decimalText.nullable() }).nullable(),
  }),
  plannedSeconds: z.number(),
  waitName: z.string().nullable(),
  waitSeconds: z.number(),
  plannedStart: z.string().nullable(),
  plannedFinish: z.string().nullable(),
  done: z.boolean(),
  /** all runs by state, those among them that `runs` leaves out */
  awaits: z.array(awaitedOrder),
  /** the stage doesn't start before what is awaited has come, unless a supervisor says why */
  awaitsBind: z.boolean(),
  counts: z.array(z.object({ state: runStateField, runs: z.number(), units: z.number() })),
  /** 200 at most: the open ones, then rework, then the newest that are done */
  runs: z.array(stageRun),
  /** where showStageRuns goes on with the others; null: these are all */
  next: z.string().nullable(),
});

/** A part of an order's units that moves together. */
export const orderLot = z.object({
  id: idField,
  number: z.string(),
  parentId: idField.nullable(),
  state: lotStateField,
  units: z.number(),
  /** the run that waits for it: there it merges by itself */
  mergesIntoRunId: idField.nullable(),
  /** by stage: how often its units were sent back there */
  returns: z.array(z.object({ stageId: idField, count: z.number() })),
  /** all stages are done, and a wait after the last one delays the receipt until then */
  receivableAt: z.string().nullable(),
  attributes: orderAttributesField,
  /** what its units carry; null where the reader may not see it */
  carried: decimalText.nullable(),
  finishedAt: z.string().nullable(),
  verbs: z.array(z.string()),
});

export const defectRow = z.object({
  id: idField,
  at: z.string(),
  reporterName: z.string().nullable(),
  reasonId: idField,
  reasonName: z.string(),
  units: z.number(),
  decision: z.enum(defectDecisions),
  /** the lot that the units are in since, or were written off as */
  lotId: idField,
  lotNumber: z.string(),
  fromLotNumber: z.string(),
  caughtStageId: idField,
  caughtStageName: z.string(),
  bornStageId: idField,
  bornStageName: z.string(),
  toStageId: idField.nullable(),
  toStageName: z.string().nullable(),
  /** the limit was reached, and a person had to decide */
  escalated: z.boolean(),
  resolution: z.enum(["once_more", "write_off", "accept"]).nullable(),
  resolutionReason: z.string().nullable(),
  resolverName: z.string().nullable(),
  note: z.string(),
  photoIds: z.array(idField),
  /** taken back: its units are where they were */
  undone: z.boolean(),
  /** what its units had gathered until then; null where the reader may not see it */
  cost: decimalText.nullable(),
});

const runMaterial = z.object({
  normId: idField,
  /** null while the norm awaits selection */
  variantId: idField.nullable(),
  itemName: z.string(),
  variantName: z.string().nullable(),
  unit: unitField,
  /** what may be picked, the fullest shelf first; empty where nothing is to pick */
  choices: z.array(z.object({ variantId: idField, variantName: z.string(), free: decimalText })),
  /** what this lot is offered as its default */
  norm: decimalText,
  consumed: decimalText,
});
export const runCard = z.object({
  runId: idField,
  orderId: idField,
  orderNumber: z.number(),
  lotId: idField,
  lotNumber: z.string(),
  lotAttributes: orderAttributesField,
  cycle: z.number(),
  itemName: z.string(),
  variantName: z.string(),
  /** the first photo of the product */
  photoId: idField.nullable(),
  unit: unitField,
  units: z.number(),
  /** units made so far, as recordProgress said */
  progress: z.number(),
  ordered: z.number(),
  received: z.number(),
  batchMode: z.enum(batchModes),
  stageId: idField,
  stageName: z.string(),
  nextStageName: z.string().nullable(),
  state: runStateField,
  instruction: richTextField,
  checks: z.array(checkField),
  photoRequired: z.boolean(),
  /** where a defect may send units back to: this stage and those before it */
  returnStages: z.array(z.object({ stageId: idField, name: z.string() })),
  /** other runs of this order's units at this stage that may be started or finished in the same tap */
  together: z.array(z.object({ runId: idField, lotNumber: z.string(), lotAttributes: orderAttributesField })),
  /** units that were sent back from here and are awaited */
  awaited: z.number(),
  /** why these units are here again */
  returnedFor: z.object({ reasonName: z.string(), note: z.string(), photoIds: z.array(idField) }).nullable(),
  crew: z.array(crewMember),
  /** may the rest of a lot be left behind while the finished part goes on */
  canLeaveRest: z.boolean(),
  availableAt: z.string(),
  /** orders in work that make what this stage lacks */
  awaits: z.array(awaitedOrder),
  /** it doesn't start before they have brought it, unless a supervisor says why */
  awaitsBind: z.boolean(),
  /** the named wait that holds it ("degassing") */
  waitName: z.string().nullable(),
  blockReason: z.string().nullable(),
  blockNote: z.string().nullable(),
  operatorId: idField.nullable(),
  operatorName: z.string().nullable(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  workedSeconds: z.number(),
  workingSince: z.string().nullable(),
  /** one's own time runs: from when on the screen asks whether one still works, and when it has ended if not */
  forgotten: z.object({ asksAt: z.string(), likelyEnd: z.string() }).nullable(),
  plannedSeconds: z.number(),
  /** of it, what several units of one tap take once, and not each */
  onceSeconds: z.number(),
  /** who would be proposed where the operator is chosen at start: the one with the least open planned work */
  proposed: z.object({ memberId: idField, name: z.string() }).nullable(),
  priority: priorityField,
  dueAt: z.string().nullable(),
  notes: z.string(),
  consumption: z.enum(["at_start", "at_completion"]),
  materials: z.array(runMaterial),
  upsells: z.array(z.string()),
  /** of the order, by name: of each its current version */
  drawings: z.array(fileRow.pick({ id: true, name: true, kind: true })),
  verbs: z.array(z.string()),
});
