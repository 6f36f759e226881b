import { z } from "zod";
import { roles } from "#modules/access/contract/roles.ts";
import {
  idField,
  moneyField,
  nameField,
  priorityField,
  quantityField,
  quantityOrZeroField,
  secondsField,
  shareField,
  signedQuantityField,
  textField,
  unitField,
} from "#kernel/field.ts";
import { richTextField } from "./rich-text.ts";

/** What a template version says, whole. Saved as one immutable document; orders copy what they resolve. */

export const batchModes = ["whole", "per_unit", "split"] as const;
export type BatchMode = (typeof batchModes)[number];

const keyField = z.string().regex(/^[a-z0-9_]{1,40}$/, "key_form");
/** A formula begins with "="; its language is core/formula. */
const formulaField = z
  .string()
  .trim()
  .max(501)
  .regex(/^=.*\S/s, "formula_form");
const amountField = z.union([quantityOrZeroField, formulaField]);

/** What a subcontractor is paid by. */
export const priceKinds = ["fixed", "hourly", "per_unit", "variable"] as const;
export type PriceKind = (typeof priceKinds)[number];
/** For the whole stage of an order, for an hour, for a unit that comes back good; an estimate where it is variable. */
export const agreedPriceField = z.strictObject({ kind: z.enum(priceKinds), amount: moneyField });

export const performerField = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("member"), memberId: idField }),
  z.strictObject({ kind: z.literal("trade"), tradeId: idField }),
  z.strictObject({ kind: z.literal("role"), role: z.enum(roles) }),
  /** shown to everyone of the stage's trade, or to all operators where none is set */
  z.strictObject({ kind: z.literal("chosen_at_start"), tradeId: idField.nullable().default(null) }),
  z.strictObject({
    kind: z.literal("subcontractor"),
    subcontractorId: idField,
    price: agreedPriceField,
  }),
]);

/** What a formula says for given values; checked on save. Values are texts: "95 cm", "1.2", "red". */
export const sampleField = z.strictObject({
  of: z.enum(["perUnit", "perBatch"]),
  quantity: z.int().min(1).max(1_000_000).default(1),
  values: z.record(nameField, z.string().max(200)).default({}),
  upsells: z.array(nameField).max(50).default([]),
  /** in the item's unit */
  expected: quantityOrZeroField,
});

const normShape = {
  /** What is consumed: a variant; or an item, whose variant is picked at start or follows the product. */
  variantId: idField.nullable(),
  itemId: idField.nullable(),
  /** the attribute whose value the material's variant shares with the product's; null: picked at start */
  follows: nameField.nullable(),
  warehouseId: idField,
  /** amounts in the item's unit, or "=" and a formula */
  perUnit: amountField,
  perBatch: amountField,
  /** share of what goes in that is lost, below 1: required = … ÷ (1 − loss) */
  loss: shareField.refine((share) => Number(share) < 1, "loss_below_one"),
  /** extra on top: × (1 + allowance) */
  allowance: shareField,
  /** the order's total is rounded up to a multiple of this (pack size) */
  roundingStep: quantityField.nullable(),
  samples: z.array(sampleField).max(20),
};
const normKey = keyField.nullable().default(null);

export const normField = z.strictObject({
  /** stays the same across versions and variants; the save gives one to a norm that has none */
  key: normKey,
  ...normShape,
  variantId: normShape.variantId.default(null),
  itemId: normShape.itemId.default(null),
  follows: normShape.follows.default(null),
  perUnit: normShape.perUnit.default("0"),
  perBatch: normShape.perBatch.default("0"),
  loss: normShape.loss.default("0"),
  allowance: normShape.allowance.default("0"),
  roundingStep: normShape.roundingStep.default(null),
  samples: normShape.samples.default([]),
});

const checkShape = { key: keyField, name: nameField, required: z.boolean().default(true) };
/** One line of a stage's quality checklist. */
export const checkField = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("yes_no"), ...checkShape }),
  z.strictObject({
    kind: z.literal("number"),
    ...checkShape,
    unit: unitField.nullable().default(null),
    minimum: signedQuantityField.nullable().default(null),
    maximum: signedQuantityField.nullable().default(null),
  }),
  z.strictObject({ kind: z.literal("text"), ...checkShape }),
  z.strictObject({ kind: z.literal("photo"), ...checkShape }),
]);

/** When an optional stage is worked: the upsell was ordered, or the expression holds. */
export const conditionField = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("upsell"), upsellId: idField }),
  z.strictObject({ kind: z.literal("expression"), expression: formulaField }),
]);

const waitField = z.strictObject({
  name: nameField,
  minimumSeconds: secondsField,
  maximumSeconds: secondsField.nullable().default(null),
});

/** What a stage's start or completion makes happen. */
export const stageEffectField = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("move_deal"), dealStatusId: idField }),
  z.strictObject({
    kind: z.literal("create_task"),
    title: nameField,
    memberId: idField.nullable().default(null),
    tradeId: idField.nullable().default(null),
    role: z.enum(roles).nullable().default(null),
  }),
  /** the customer's text; fields in braces: {order}, {product}, {quantity}, {deal}, {contact}, {promised} */
  z.strictObject({ kind: z.literal("message"), text: textField.min(1) }),
]);
const effectsField = z.array(stageEffectField).max(10);

const stageShape = {
  name: nameField,
  instruction: richTextField,
  performer: performerField,
  setUpSeconds: secondsField,
  unitSeconds: secondsField,
  batchSeconds: secondsField,
  /** technological wait after the stage */
  wait: waitField.nullable(),
  /** null: mandatory */
  condition: conditionField.nullable(),
  /** keys of the stages that must be done before; null: the stage before it in the list */
  waitsFor: z.array(keyField).max(20).nullable(),
  consumption: z.enum(["at_start", "at_completion"]),
  checks: z.array(checkField).max(50),
  photoRequired: z.boolean(),
  /** how often units may come back to it; null: no limit */
  reworkLimit: z.int().min(0).max(100).nullable(),
  atStart: effectsField,
  atCompletion: effectsField,
};

export const stageField = z.strictObject({
  /** stays the same across versions, so that versions can be compared stage by stage */
  key: keyField,
  ...stageShape,
  instruction: stageShape.instruction.default(""),
  setUpSeconds: stageShape.setUpSeconds.default(0),
  unitSeconds: stageShape.unitSeconds.default(0),
  batchSeconds: stageShape.batchSeconds.default(0),
  wait: stageShape.wait.default(null),
  condition: stageShape.condition.default(null),
  waitsFor: stageShape.waitsFor.default(null),
  checks: stageShape.checks.default([]),
  photoRequired: stageShape.photoRequired.default(false),
  reworkLimit: stageShape.reworkLimit.default(null),
  atStart: stageShape.atStart.default([]),
  atCompletion: stageShape.atCompletion.default([]),
  norms: z.array(normField).max(100).default([]),
});

/** A stage of the base, as one variant has it: only what is named here differs. */
const stageChangeField = z.strictObject({
  key: keyField,
  fields: z.strictObject(stageShape).partial().default({}),
  droppedNorms: z.array(keyField).max(100).default([]),
  changedNorms: z
    .array(z.strictObject({ key: keyField, fields: z.strictObject(normShape).partial() }))
    .max(100)
    .default([]),
  addedNorms: z.array(normField).max(100).default([]),
});

/** One variant's version: everything that is not named here keeps following the base. */
export const variantVersionField = z.strictObject({
  variantId: idField,
  droppedStages: z.array(keyField).max(50).default([]),
  changedStages: z.array(stageChangeField).max(50).default([]),
  /** placed after the stage with this key; null: first */
  addedStages: z
    .array(z.strictObject({ after: keyField.nullable(), stage: stageField }))
    .max(50)
    .default([]),
});

const statusTrigger = z.strictObject({ dealStatusId: idField });

export const triggersField = z.strictObject({
  /** a deal enters this status: an order is created for its lines of this product, if the condition holds */
  start: statusTrigger
    .extend({
      /** over quantity, amount, paid (money of the deal's line and deal) and upsells */
      condition: formulaField.nullable().default(null),
    })
    .nullable()
    .default(null),
  /** the deal's lines are covered by good units: the deal moves here */
  done: statusTrigger.nullable().default(null),
  /** an order of the deal is cancelled: the deal moves here */
  cancel: statusTrigger.nullable().default(null),
  /** a defect is recorded (a return only where `rework` is not set): the deal moves here */
  defect: statusTrigger.nullable().default(null),
  /** a return opens a cycle: the deal moves here */
  rework: statusTrigger.nullable().default(null),
});

export const policiesField = z.strictObject({
  defectAccounting: z.enum(["included", "separate"]).default("included"),
  shortage: z.enum(["ignore", "warn", "block"]).default("warn"),
  overYield: shareField.default("0"),
  /** what a stage does while orders are in work that make what it needs: it waits for them, or only says so */
  semiFinished: z.enum(["wait", "warn"]).default("warn"),
  finishedWarehouseId: idField,
  batchMode: z.enum(batchModes).default("whole"),
  priority: priorityField.default("normal"),
  responsibleId: idField.nullable().default(null),
});

export const templateBodyField = z.strictObject({
  stages: z.array(stageField).min(1).max(50),
  variants: z.array(variantVersionField).max(200).default([]),
  triggers: triggersField,
  policies: policiesField,
});

export type TemplateBody = z.output<typeof templateBodyField>;
export type TemplateStage = z.output<typeof stageField>;
export type TemplateNorm = z.output<typeof normField>;
export type VariantVersion = z.output<typeof variantVersionField>;
export type StageChange = z.output<typeof stageChangeField>;
export type StageCheck = z.output<typeof checkField>;
export type StageEffect = z.output<typeof stageEffectField>;
export type Performer = z.output<typeof performerField>;
