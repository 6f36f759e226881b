import { z } from "zod";
import {
  decimalText,
  idField,
  instantField,
  pageOf,
  pageQuery,
  quantityOrZeroField,
  reasonField,
  textField,
  unitField,
} from "#kernel/field.ts";
import { command, query, question } from "#kernel/route.ts";
import { runAnswer, runRefusals, runStateField } from "./order-card.ts";

const orderParams = z.object({ orderId: idField });
const runParams = z.object({ runId: idField });
const correctionParams = z.object({ correctionId: idField });

export const correctionStates = ["proposed", "approved", "declined", "withdrawn"] as const;
const kindField = z.enum(["work", "pause"]);

/** What should have been written down. Whether a pause is paid, its reason says; without one it is not. */
const askedStretch = z.strictObject({
  memberId: idField,
  kind: kindField,
  reasonId: idField.nullable().default(null),
  from: instantField,
  to: instantField,
});
const timeBody = {
  /** the stretch that is wrong; left out, a forgotten one is added */
  intervalId: idField.nullable().default(null),
  /** what should have been; several where a pause was forgotten, none where it never was */
  stretches: z.array(askedStretch).max(20),
};
const materialBody = {
  /** what of a norm the run has really used, of this variant: zero takes all of it back */
  materials: z
    .array(z.strictObject({ normId: idField, variantId: idField, quantity: quantityOrZeroField }))
    .min(1)
    .max(20),
};
const howField = {
  reason: reasonField,
  /** whoever may decide may apply it in the same act */
  applyAtOnce: z.boolean().default(false),
};

const timeRefusals = [
  "run_unknown",
  "not_yours",
  "member_unknown",
  "stop_reason_unknown",
  "correction_not_begun",
  "correction_outdated",
  "correction_running",
  "correction_empty",
  "correction_backwards",
  "correction_in_future",
  "correction_outside_order",
  "correction_overlaps",
];
const materialRefusals = [
  "run_unknown",
  "norm_unknown",
  "norm_twice",
  "variant_unknown",
  "variant_not_of_item",
  "correction_run_open",
  "correction_outdated",
  "correction_empty",
  "not_enough_stock",
];
const decisionRefusals = ["not_allowed", "correction_own"];

const answer = z.object({
  correctionId: idField,
  state: z.enum(correctionStates),
  /** what it did to the cost of the order; null where nothing was captured, or where it may not be seen */
  costDifference: decimalText.nullable(),
});

const stretchRow = z.object({
  memberId: idField,
  memberName: z.string(),
  kind: kindField,
  reasonId: idField.nullable(),
  reasonName: z.string().nullable(),
  paid: z.boolean(),
  from: z.string(),
  to: z.string(),
});
const usedRow = z.object({
  normId: idField,
  variantId: idField,
  itemName: z.string(),
  variantName: z.string(),
  unit: unitField,
  quantity: decimalText,
});
export const correctionRow = z.object({
  id: idField,
  orderId: idField,
  orderNumber: z.number(),
  productName: z.string(),
  runId: idField,
  stageName: z.string(),
  lotNumber: z.string(),
  kind: z.enum(["time", "material"]),
  state: z.enum(correctionStates),
  before: z.object({ stretches: z.array(stretchRow), materials: z.array(usedRow) }),
  after: z.object({ stretches: z.array(stretchRow), materials: z.array(usedRow) }),
  reason: z.string(),
  proposedBy: z.string().nullable(),
  proposedAt: z.string(),
  atOnce: z.boolean(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  decidedNote: z.string(),
  costDifference: decimalText.nullable(),
  /** of approve, decline, withdraw: what the reader may do with it now */
  verbs: z.array(z.enum(["approve", "decline", "withdraw"])),
});

/** What a correction would do, by the very steps that do it. Money only where the reader may see it. */
const effect = z.object({
  /** the stage's cost is captured: its lines change, and not only its time */
  captured: z.boolean(),
  people: z.array(
    z.object({
      memberId: idField,
      name: z.string(),
      secondsBefore: z.number(),
      secondsAfter: z.number(),
      amountBefore: decimalText.nullable(),
      amountAfter: decimalText.nullable(),
    }),
  ),
  stock: z.array(
    z.object({
      variantId: idField,
      itemName: z.string(),
      variantName: z.string(),
      unit: unitField,
      warehouseName: z.string(),
      /** signed: what comes back to the shelf, or leaves it */
      quantity: decimalText,
      onHandAfter: decimalText,
    }),
  ),
  cost: z
    .object({
      before: decimalText,
      after: decimalText,
      difference: decimalText,
      /** where the difference goes: they add up to it */
      carried: decimalText,
      late: decimalText,
      loss: decimalText,
    })
    .nullable(),
});

const secondsOf = {
  workedSeconds: z.number(),
  /** how long pauses lasted, and what of them is paid */
  pausedSeconds: z.number(),
  paidPauseSeconds: z.number(),
  /** what was captured for it; null where it may not be seen */
  amount: decimalText.nullable(),
};

/** Corrections of time and material after the work, and the time of an order. Source: domain.md section 6. */
export const correctionRoutes = {
  showOrderTime: query("order.read", "/orders/:orderId/time", {
    summary: "Who worked on an order when, with pauses, sums, the plan beside them, and what was corrected.",
    params: orderParams,
    query: z.object({ memberId: idField.optional(), stageId: idField.optional() }),
    output: z.object({
      plannedSeconds: z.number(),
      total: z.object(secondsOf),
      people: z.array(
        z.object({
          memberId: idField,
          name: z.string(),
          ...secondsOf,
          /** an hour, as it was captured; null where it may not be seen or is not one */
          rate: decimalText.nullable(),
          /** since when they work on this order; null: not now */
          workingSince: z.string().nullable(),
        }),
      ),
      stages: z.array(
        z.object({ stageId: idField, name: z.string(), plannedSeconds: z.number(), ...secondsOf }),
      ),
      runs: z.array(
        z.object({
          runId: idField,
          stageId: idField,
          stageName: z.string(),
          lotNumber: z.string(),
          cycle: z.number(),
          units: z.number(),
          state: runStateField,
          captured: z.boolean(),
          startedAt: z.string().nullable(),
          finishedAt: z.string().nullable(),
          /** the reader may correct here */
          correctable: z.boolean(),
          stretches: z.array(
            z.object({
              id: idField,
              memberId: idField,
              memberName: z.string(),
              kind: kindField,
              reasonId: idField.nullable(),
              reasonName: z.string().nullable(),
              paid: z.boolean(),
              from: z.string(),
              /** null: it runs on */
              to: z.string().nullable(),
              /** what is paid on this run; null while it runs on */
              seconds: z.number().nullable(),
              /** work that runs on: from when on its person is asked whether they still work; else null */
              asksAt: z.string().nullable(),
              /** on how many runs together this stretch was; its seconds are shared over their units */
              together: z.number(),
              /** the correction that put it here */
              madeBy: idField.nullable(),
              /** it counts no more: the correction that says what really was; else it was taken back */
              corrected: z.boolean(),
              correctedBy: idField.nullable(),
            }),
          ),
        }),
      ),
      /** stretches that are not listed: the newest five hundred are */
      more: z.number(),
      corrections: z.array(correctionRow),
    }),
    refusals: ["order_unknown", "member_unknown", "stage_unknown"],
  }),
  showOrderConsumption: query("correction.propose_material", "/orders/:orderId/consumption", {
    summary: "What the finished stages of an order have used, run by run, as far as it can be corrected.",
    params: orderParams,
    output: z.object({
      rows: z.array(
        z.object({
          runId: idField,
          stageName: z.string(),
          lotNumber: z.string(),
          cycle: z.number(),
          finishedAt: z.string().nullable(),
          normId: idField,
          variantId: idField,
          itemName: z.string(),
          variantName: z.string(),
          unit: unitField,
          warehouseName: z.string(),
          consumed: decimalText,
          /** other variants of the item: one of them may have been taken instead */
          choices: z.array(z.object({ variantId: idField, variantName: z.string() })),
        }),
      ),
    }),
    refusals: ["order_unknown"],
  }),
  listCorrections: query("correction.decide", "/corrections", {
    summary: "Corrections that wait for a decision, the oldest first.",
    query: z.object({ ...pageQuery }),
    output: pageOf(correctionRow),
    refusals: ["cursor_broken"],
  }),
  previewTimeCorrection: question("correction.propose", "/runs/:runId/correct-time/preview", {
    summary: "What a correction of time would do to hours and cost.",
    params: runParams,
    body: z.strictObject(timeBody),
    output: effect,
    refusals: timeRefusals,
  }),
  proposeTimeCorrection: command("correction.propose", "/runs/:runId/correct-time", {
    summary: "Proposes what a stretch of time really was, or a forgotten one; or applies it at once.",
    params: runParams,
    body: z.strictObject({ ...timeBody, ...howField }),
    output: answer,
    refusals: [...timeRefusals, ...decisionRefusals],
  }),
  stopForgotten: command("correction.propose", "/runs/:runId/stop-forgotten", {
    summary:
      "Pauses one's own work on a run now, and proposes that it ended earlier: a timer that was forgotten. What was recorded counts until it is approved.",
    params: runParams,
    body: z.strictObject({ stoppedAt: instantField, reason: reasonField }),
    output: runAnswer.extend({ correctionId: idField }),
    refusals: [...new Set([...runRefusals, ...timeRefusals, "not_in_crew"])],
  }),
  previewMaterialCorrection: question(
    "correction.propose_material",
    "/runs/:runId/correct-material/preview",
    {
      summary: "What a correction of material would do to stock and cost.",
      params: runParams,
      body: z.strictObject(materialBody),
      output: effect,
      refusals: materialRefusals,
    },
  ),
  proposeMaterialCorrection: command("correction.propose_material", "/runs/:runId/correct-material", {
    summary: "Proposes what a finished run really used; or applies it at once.",
    params: runParams,
    body: z.strictObject({ ...materialBody, ...howField }),
    output: answer,
    refusals: [...materialRefusals, ...decisionRefusals],
  }),
  decideCorrection: command("correction.decide", "/corrections/:correctionId/decide", {
    summary: "Approves a correction, which applies it, or declines it.",
    params: correctionParams,
    body: z.strictObject({ decision: z.enum(["approve", "decline"]), note: textField.default("") }),
    output: answer,
    refusals: [
      "correction_unknown",
      "correction_decided",
      "correction_own",
      ...timeRefusals.filter((code) => code.startsWith("correction_")),
      "correction_run_open",
      "not_enough_stock",
    ],
  }),
  withdrawCorrection: command("correction.withdraw", "/corrections/:correctionId/withdraw", {
    summary: "Takes one's own proposal back, as long as nobody has decided on it.",
    params: correctionParams,
    body: z.strictObject({}),
    output: answer,
    refusals: ["correction_unknown", "correction_decided", "not_yours"],
  }),
};
