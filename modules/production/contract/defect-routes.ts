import { z } from "zod";
import { countField, idField, nameField, reasonField, textField } from "#kernel/field.ts";
import { command, query } from "#kernel/route.ts";
import { defectDecisions, defectRow, runAnswer, runRefusals } from "./order-card.ts";

const runParams = z.object({ runId: idField });

/** Defects, what comes of them, and their dictionary of reasons. Source: domain.md section 4. */
export const defectRoutes = {
  reportDefect: command("run.work", "/runs/:runId/defect", {
    summary: "Reports units that failed: written off, or returned to this stage or one before it.",
    params: runParams,
    body: z.strictObject({
      reasonId: idField,
      /** how many of the lot's units; with `alsoRunIds` all units of each of the lots */
      units: countField,
      /** per unit: further runs of the same order and stage whose units failed likewise */
      alsoRunIds: z.array(idField).max(200).default([]),
      decision: z.enum(defectDecisions),
      toStageId: idField.nullable().default(null),
      /** where the fault was made, if not at the stage that caught it */
      bornStageId: idField.nullable().default(null),
      note: textField.default(""),
      photoIds: z.array(idField).max(20).default([]),
    }),
    output: runAnswer.extend({
      defectIds: z.array(idField),
      /** the limit was reached: the units wait for a supervisor */
      escalated: z.boolean(),
    }),
    refusals: [
      ...runRefusals,
      "defect_reason_unknown",
      "more_units_than_run",
      "return_stage_missing",
      "return_not_before",
      "born_not_before",
      "runs_not_together",
      "file_unknown",
      "file_not_a_picture",
      "too_many_files",
    ],
  }),
  resolveEscalation: command("run.resolve", "/runs/:runId/resolve-escalation", {
    summary: "Decides on units that came back too often: once more, written off, or taken as they are.",
    params: runParams,
    body: z.strictObject({ decision: z.enum(["once_more", "write_off", "accept"]), reason: reasonField }),
    output: runAnswer,
    refusals: runRefusals,
  }),
  letGo: command("run.resolve", "/runs/:runId/let-go", {
    summary: "Lets a held run go on without the units that were sent back: they go their own way.",
    params: runParams,
    body: z.strictObject({ reason: reasonField }),
    output: runAnswer,
    refusals: runRefusals,
  }),
  showOrderDefects: query("order.read", "/orders/:orderId/defects", {
    summary: "The defects of an order, newest first.",
    params: z.object({ orderId: idField }),
    output: z.object({
      rows: z.array(defectRow),
      /** what written-off units carry, and the rework part of the others; null where it may not be seen */
      loss: z.string().nullable(),
      accounting: z.enum(["included", "separate"]),
    }),
    refusals: ["order_unknown"],
  }),
  listDefectReasons: query("dictionary.read", "/defect-reasons", {
    summary: "Reasons of defects.",
    output: z.object({
      rows: z.array(
        z.object({ id: idField, name: z.string(), archived: z.boolean(), photoId: idField.nullable() }),
      ),
    }),
  }),
  addDefectReason: command("dictionary.manage", "/defect-reasons/add", {
    summary: "Adds a reason of defects.",
    body: z.strictObject({ name: nameField, photoId: idField.nullable().default(null) }),
    output: z.object({ reasonId: idField }),
    refusals: ["name_taken", "file_unknown", "file_not_a_picture", "too_many_files"],
  }),
  changeDefectReason: command("dictionary.manage", "/defect-reasons/:reasonId/change", {
    summary: "Renames a reason, gives it a picture, or archives it; never deletes.",
    params: z.object({ reasonId: idField }),
    body: z.strictObject({
      name: nameField.optional(),
      photoId: idField.nullable().optional(),
      archived: z.boolean().optional(),
    }),
    output: z.object({}),
    refusals: ["defect_reason_unknown", "name_taken", "file_unknown", "file_not_a_picture", "too_many_files"],
  }),
};
