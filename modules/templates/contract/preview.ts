import { z } from "zod";
import { decimalText, idField, unitField } from "#kernel/field.ts";
import { orderAttributesField } from "#modules/catalog/contract/attributes.ts";
import { batchModes } from "./template-body.ts";

/** What an order might say, to see what a body would make of it. */
export const sampleOrderField = z.strictObject({
  variantId: idField.nullable().default(null),
  quantity: z.int().min(1).max(1_000_000).default(1),
  /** left out: the body's */
  batchMode: z.enum(batchModes).optional(),
  attributes: orderAttributesField.default({}),
  unitAttributes: z.array(orderAttributesField).max(1_000).default([]),
  upsellIds: z.array(idField).max(50).default([]),
});

/** As core/formula/explain.ts tells a reckoning. */
const unitPowers = z.array(z.object({ unit: unitField, power: z.number() })).readonly();
const pieceField = z.union([
  z.object({ kind: z.literal("amount"), amount: decimalText, unit: unitPowers, name: z.string().optional() }),
  z.object({ kind: z.literal("symbol"), symbol: z.string() }),
  z.object({ kind: z.literal("word"), word: z.string() }),
  z.object({ kind: z.literal("truth"), truth: z.boolean(), name: z.string().optional() }),
  z.object({ kind: z.literal("text"), text: z.string(), name: z.string().optional() }),
]);
export const explanationField = z.object({
  steps: z.array(z.object({ continues: z.boolean(), pieces: z.array(pieceField).readonly() })).readonly(),
  result: pieceField,
});

const costField = z.object({
  material: decimalText,
  labour: decimalText,
  subcontracting: decimalText,
  total: decimalText,
  perUnit: decimalText,
});

export const sampleOutput = z.object({
  stages: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      active: z.boolean(),
      /** planned work; 0 where it is not worked */
      seconds: z.number(),
      /** nobody who could do it has an hourly rate: its work counts as 0 */
      noRate: z.boolean(),
    }),
  ),
  norms: z.array(
    z.object({
      stageKey: z.string(),
      key: z.string(),
      /** null: awaits selection */
      variantId: idField.nullable(),
      itemId: idField.nullable(),
      unit: unitField,
      perUnit: decimalText,
      perBatch: decimalText,
      /** for all units, with loss, allowance and rounding */
      required: decimalText,
      /** null where the reader may not see planned cost */
      amount: decimalText.nullable(),
      noPrice: z.boolean(),
      /** of formulas; per unit: of the first unit */
      perUnitExplained: explanationField.nullable(),
      perBatchExplained: explanationField.nullable(),
    }),
  ),
  cost: costField.nullable(),
  /** planned work of all stages */
  seconds: z.number(),
  /** from now, by the calendar, with waits */
  plannedFinish: z.string(),
});

const pairOf = <T extends z.ZodType>(value: T) => z.object({ own: value, next: value });

export const impactOutput = z.object({
  /** the last orders of this product, newest first, 20 at most; all reckoned at the prices and rates of now */
  orders: z.array(
    z.object({
      orderId: idField,
      orderNumber: z.number(),
      variantName: z.string(),
      quantity: z.number(),
      createdAt: z.string(),
      open: z.boolean(),
      /** of the version it was made from */
      versionNumber: z.number(),
      /** null where the values that it was ordered with don't do for the body: `fault` says why */
      seconds: pairOf(z.number()).nullable(),
      /** null also where the reader may not see planned cost */
      cost: pairOf(decimalText).nullable(),
      fault: z.object({ code: z.string(), data: z.record(z.string(), z.unknown()) }).nullable(),
    }),
  ),
  /** over those orders that both could be reckoned for */
  totals: z.object({
    orders: z.number(),
    seconds: pairOf(z.number()),
    cost: pairOf(decimalText).nullable(),
    materials: z.array(
      z.object({
        /** null: awaits selection */
        variantId: idField.nullable(),
        itemName: z.string(),
        variantName: z.string().nullable(),
        unit: unitField,
        required: pairOf(decimalText),
      }),
    ),
  }),
  /** open orders of this template: saving leaves them on the versions that they have */
  running: z.object({
    count: z.number(),
    orders: z.array(z.object({ orderId: idField, orderNumber: z.number(), versionNumber: z.number() })),
  }),
});
