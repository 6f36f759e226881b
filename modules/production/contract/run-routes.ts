import { z } from "zod";
import {
  countField,
  idField,
  moneyField,
  quantityOrZeroField,
  reasonField,
  textField,
} from "#kernel/field.ts";
import { command } from "#kernel/route.ts";
import { batchesOfNormsField, namedBatchRefusals } from "#modules/inventory/contract/batch-routes.ts";
import { checkAnswerField, defectDecisions, runAnswer, runRefusals, usagesField } from "./order-card.ts";

const runParams = z.object({ runId: idField });
/** Further runs of the same order and stage, taken in the same tap. */
const alsoRunIds = z.array(idField).max(200).default([]);
const picksField = z
  .array(z.strictObject({ normId: idField, variantId: idField }))
  .max(200)
  .default([]);

/** The verbs of a run. */
export const runRoutes = {
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
  confirmWork: command("run.work", "/runs/:runId/still-working", {
    summary: "Says that one still works on a run that has gone on for long; it is asked again after as long.",
    params: runParams,
    body: z.strictObject({}),
    output: runAnswer,
    refusals: [...runRefusals, "not_in_crew"],
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
};
