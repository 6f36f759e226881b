import { z } from "zod";
import { decimalText, idField, priorityField, unitField } from "#kernel/field.ts";
import { batchModes } from "#modules/templates/contract/template-body.ts";

/** What screens show of orders and runs. */
export const orderStatuses = ["pending", "in_progress", "partially_done", "done", "cancelled"] as const;
export type OrderStatus = (typeof orderStatuses)[number];
export const orderStatusField = z.enum(orderStatuses);
/** 'ready' is 'waiting' whose time has come: time passes, nobody writes it */
export const runStates = ["waiting", "ready", "in_progress", "paused", "blocked", "done", "ended"] as const;
export type RunState = (typeof runStates)[number];
export const runStateField = z.enum(runStates);

export const shortageRow = z.object({
  variantId: idField,
  itemName: z.string(),
  variantName: z.string(),
  unit: unitField,
  warehouseName: z.string(),
  required: decimalText,
  reserved: decimalText,
  missing: decimalText,
});

const currentStage = z.object({
  stageId: idField,
  runId: idField.nullable(),
  name: z.string(),
  state: runStateField,
  operatorId: idField.nullable(),
  operatorName: z.string().nullable(),
  availableAt: z.string(),
  waitName: z.string().nullable(),
  since: z.string(),
});
export const orderCard = z.object({
  id: idField,
  number: z.number(),
  itemName: z.string(),
  variantName: z.string(),
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
  blocked: z.boolean(),
  shortages: z.number(),
  dealId: idField.nullable(),
  dealTitle: z.string().nullable(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
});

const stageRun = z.object({
  id: idField,
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
  /** what this member may do with it now, by name of the verb */
  verbs: z.array(z.string()),
});
export const orderStage = z.object({
  id: idField,
  key: z.string(),
  name: z.string(),
  instruction: z.string(),
  performer: z.object({ kind: z.string(), name: z.string().nullable() }),
  plannedSeconds: z.number(),
  waitName: z.string().nullable(),
  waitSeconds: z.number(),
  plannedStart: z.string().nullable(),
  plannedFinish: z.string().nullable(),
  done: z.boolean(),
  runs: z.array(stageRun),
});

const runMaterial = z.object({
  normId: idField,
  variantId: idField,
  itemName: z.string(),
  variantName: z.string(),
  unit: unitField,
  /** what this lot is offered as its default */
  norm: decimalText,
  consumed: decimalText,
});
export const runCard = z.object({
  runId: idField,
  orderId: idField,
  orderNumber: z.number(),
  lotNumber: z.string(),
  itemName: z.string(),
  variantName: z.string(),
  unit: unitField,
  units: z.number(),
  /** units made so far, as recordProgress said */
  progress: z.number(),
  ordered: z.number(),
  received: z.number(),
  batchMode: z.enum(batchModes),
  stageName: z.string(),
  nextStageName: z.string().nullable(),
  state: runStateField,
  instruction: z.string(),
  availableAt: z.string(),
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
  plannedSeconds: z.number(),
  priority: priorityField,
  dueAt: z.string().nullable(),
  notes: z.string(),
  consumption: z.enum(["at_start", "at_completion"]),
  materials: z.array(runMaterial),
  upsells: z.array(z.string()),
  verbs: z.array(z.string()),
});
