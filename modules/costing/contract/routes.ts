import { z } from "zod";
import { decimalText, idField, moneyField } from "#kernel/field.ts";
import { command, query } from "#kernel/route.ts";
import { costStoryRoutes } from "./cost-story.ts";

const byCategory = { material: decimalText, labour: decimalText, subcontracting: decimalText };

export const costingRoutes = {
  ...costStoryRoutes,
  showOrderCost: query("order.planned_cost", "/orders/:orderId/cost", {
    summary:
      "What an order cost: total, per good unit, per stage and cycle, per category, beside the frozen plan.",
    params: z.object({ orderId: idField }),
    output: z.object({
      planned: z.object({ ...byCategory, total: decimalText, perUnit: decimalText }),
      /** null where the reader may see the plan only */
      real: z
        .object({
          ...byCategory,
          defectLoss: decimalText,
          total: decimalText,
          /** per good unit; null while there is none */
          perUnit: decimalText.nullable(),
          provisional: z.boolean(),
          received: decimalText,
          carried: decimalText,
          separateLoss: decimalText,
          lateDifferences: decimalText,
        })
        .nullable(),
      /** it was gathered: what it really cost is its share of this order's cost */
      batch: z.object({ orderId: idField, number: z.number() }).nullable(),
      stages: z.array(
        z.object({
          stageId: idField,
          name: z.string(),
          cycle: z.number(),
          planned: z.object({ ...byCategory, total: decimalText }),
          real: z.object({ ...byCategory, total: decimalText }).nullable(),
        }),
      ),
      lines: z.array(
        z.object({
          id: idField,
          stageName: z.string(),
          cycle: z.number(),
          category: z.enum(["material", "labour", "subcontracting"]),
          /** the material's or the person's name */
          name: z.string(),
          quantity: decimalText,
          /** the item's unit, or "h" */
          unit: z.string(),
          /** null for labour where the reader may not see hourly rates */
          rate: decimalText.nullable(),
          amount: decimalText,
          noPrice: z.boolean(),
          /** of a line that takes back an earlier one, its amount below zero: why ("undone") */
          reason: z.string().nullable(),
          at: z.string(),
        }),
      ),
    }),
    refusals: ["order_unknown"],
  }),
  listRates: query("rate.read", "/rates", {
    summary: "Hourly rates in effect, and those before them.",
    output: z.object({
      rows: z.array(
        z.object({
          memberId: idField,
          memberName: z.string(),
          rate: decimalText.nullable(),
          validFrom: z.string().nullable(),
          earlier: z.array(z.object({ rate: decimalText, validFrom: z.string() })),
        }),
      ),
    }),
  }),
  setRate: command("rate.set", "/rates/set", {
    summary: "Sets a member's hourly rate from now on. What was captured before stays as it is.",
    body: z.strictObject({ memberId: idField, rate: moneyField }),
    output: z.object({}),
    refusals: ["member_unknown"],
  }),
};
