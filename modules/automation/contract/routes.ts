import { z } from "zod";
import { idField, pageOf, pageQuery } from "#kernel/field.ts";
import { command, query } from "#kernel/route.ts";

export const automationRoutes = {
  listTriggerEffects: query("automation.read", "/automation", {
    summary: "What triggers did, newest first, each with its cause.",
    query: z.object({ ...pageQuery, state: z.enum(["waiting", "done", "skipped", "failed"]).optional() }),
    output: pageOf(
      z.object({
        id: idField,
        triggerKind: z.string(),
        state: z.enum(["waiting", "done", "skipped", "failed"]),
        outcome: z.string().nullable(),
        /** values for the sentence `trigger_outcome.<outcome>` of the reader's language */
        outcomeValues: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
        attempts: z.number(),
        hop: z.number(),
        causeKind: z.string(),
        dealId: idField.nullable(),
        dealTitle: z.string().nullable(),
        orderId: idField.nullable(),
        orderNumber: z.number().nullable(),
        createdAt: z.string(),
        updatedAt: z.string(),
      }),
    ),
  }),
  retryTriggerEffect: command("automation.retry", "/automation/:effectId/retry", {
    summary: "Tries a failed or skipped effect again.",
    params: z.object({ effectId: idField }),
    body: z.strictObject({}),
    output: z.object({}),
    refusals: ["trigger_effect_unknown", "trigger_effect_done"],
  }),
};
