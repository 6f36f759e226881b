import { z } from "zod";
import { idField, nameField } from "#kernel/field.ts";
import { command, query } from "#kernel/route.ts";

export const stopReasonRoutes = {
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
