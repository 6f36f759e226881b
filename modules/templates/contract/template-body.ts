import { z } from "zod";
import { roles } from "#modules/access/contract/roles.ts";
import {
  idField,
  nameField,
  priorityField,
  quantityField,
  quantityOrZeroField,
  secondsField,
  shareField,
  textField,
} from "#kernel/field.ts";

/** What a template version says, whole. Saved as one immutable document; orders copy what they resolve. */

export const batchModes = ["whole", "per_unit", "split"] as const;
export type BatchMode = (typeof batchModes)[number];

const keyField = z.string().regex(/^[a-z0-9_]{1,40}$/, "key_form");

export const performerField = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("member"), memberId: idField }),
  z.strictObject({ kind: z.literal("trade"), tradeId: idField }),
  z.strictObject({ kind: z.literal("role"), role: z.enum(roles) }),
  /** shown to everyone of the stage's trade, or to all operators where none is set */
  z.strictObject({ kind: z.literal("chosen_at_start"), tradeId: idField.nullable().default(null) }),
]);

export const normField = z.strictObject({
  variantId: idField,
  warehouseId: idField,
  /** amounts in the item's unit */
  perUnit: quantityOrZeroField.default("0"),
  perBatch: quantityOrZeroField.default("0"),
  /** share of what goes in that is lost, below 1: required = … ÷ (1 − loss) */
  loss: shareField.default("0").refine((share) => Number(share) < 1, "loss_below_one"),
  /** extra on top: × (1 + allowance) */
  allowance: shareField.default("0"),
  /** the order's total is rounded up to a multiple of this (pack size) */
  roundingStep: quantityField.nullable().default(null),
});

export const stageField = z.strictObject({
  /** stays the same across versions, so that versions can be compared stage by stage */
  key: keyField,
  name: nameField,
  instruction: textField.default(""),
  performer: performerField,
  setUpSeconds: secondsField.default(0),
  unitSeconds: secondsField.default(0),
  batchSeconds: secondsField.default(0),
  /** technological wait after the stage */
  wait: z
    .strictObject({
      name: nameField,
      minimumSeconds: secondsField,
      maximumSeconds: secondsField.nullable().default(null),
    })
    .nullable()
    .default(null),
  /** keys of the stages that must be done before; null: the stage before it in the list */
  waitsFor: z.array(keyField).max(20).nullable().default(null),
  consumption: z.enum(["at_start", "at_completion"]),
  reworkLimit: z.int().min(0).max(100).nullable().default(null),
  norms: z.array(normField).max(100).default([]),
});

const statusTrigger = z.strictObject({ dealStatusId: idField });

export const triggersField = z.strictObject({
  /** a deal enters this status: an order is created for its lines of this product */
  start: statusTrigger.nullable().default(null),
  /** the deal's lines are covered by good units: the deal moves here */
  done: statusTrigger.nullable().default(null),
  /** an order of the deal is cancelled: the deal moves here */
  cancel: statusTrigger.nullable().default(null),
});

export const policiesField = z.strictObject({
  defectAccounting: z.enum(["included", "separate"]).default("included"),
  shortage: z.enum(["ignore", "warn", "block"]).default("warn"),
  overYield: shareField.default("0"),
  finishedWarehouseId: idField,
  batchMode: z.enum(batchModes).default("whole"),
  priority: priorityField.default("normal"),
  responsibleId: idField.nullable().default(null),
});

export const templateBodyField = z.strictObject({
  stages: z.array(stageField).min(1).max(50),
  triggers: triggersField,
  policies: policiesField,
});

export type TemplateBody = z.output<typeof templateBodyField>;
export type TemplateStage = z.output<typeof stageField>;
export type TemplateNorm = z.output<typeof normField>;
export type Performer = z.output<typeof performerField>;
