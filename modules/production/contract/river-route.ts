import { z } from "zod";
import { idField } from "#kernel/field.ts";
import { query } from "#kernel/route.ts";

const counts = z.object({
  /** ordered, with what was made over: received + in work + written off + withdrawn */
  total: z.number(),
  inWork: z.number(),
  /** of those in work: through all stages, waiting for their receipt */
  through: z.number(),
  received: z.number(),
  writtenOff: z.number(),
  withdrawn: z.number(),
});

/** Where every unit of an order is and was. */
export const riverRoutes = {
  showOrderRiver: query("order.read", "/orders/:orderId/river", {
    summary: "Where every unit of an order was after each act that moved one, up to now.",
    params: z.object({ orderId: idField }),
    output: z.object({
      /** the stages that the order has now, in their order */
      stages: z.array(
        z.object({
          id: idField,
          name: z.string(),
          /** the stages right before it on the units' way */
          after: z.array(idField),
          /** its only run; null where it has none, or several */
          runId: idField.nullable(),
          runs: z.number(),
        }),
      ),
      /** the ways that units have gone: on to the next stage, or back for rework, with how many by now */
      flows: z.array(
        z.object({
          kind: z.enum(["on", "back"]),
          fromStageId: idField,
          toStageId: idField,
          units: z.number(),
        }),
      ),
      /** acts that moved a unit; where they are too many for an answer, frames stand for several */
      acts: z.number(),
      frames: z.array(
        z.object({
          factId: idField,
          kind: z.string(),
          at: z.string(),
          byName: z.string().nullable(),
          byWhom: z.enum(["member", "automation", "system"]),
          /** values for the sentence `fact.<kind>`, as in the history */
          values: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
          /** so many acts since the frame before; the last of them is told */
          acts: z.number(),
          counts,
          /**
           * the stages that differ from the frame before: the stage's place in `stages`, then units that wait, are
           * worked on, paused, blocked, held, escalated, gone on from there, written off there, withdrawn there
           */
          stages: z.array(z.array(z.number())),
          /** the ways back that differ from the frame before: the place in `flows`, then the units sent back so far */
          back: z.array(z.array(z.number())),
        }),
      ),
    }),
    refusals: ["order_unknown"],
  }),
};
