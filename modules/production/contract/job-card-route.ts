import { z } from "zod";
import { idField } from "#kernel/field.ts";
import { bytesRoute } from "#kernel/route.ts";

/** In one document. */
export const mostJobCards = 50;

export const jobCardRoutes = {
  printJobCard: bytesRoute("order.read", "/orders/:orderId/job-card", {
    summary:
      "The job card to print: what to make, its stages and materials, and a QR code that opens the order. No prices.",
    params: z.object({ orderId: idField }),
    query: z.object({
      paper: z.enum(["A4", "A5"]).default("A4"),
      /** further orders in the same document */
      alsoOrderIds: z.union([idField, z.array(idField).max(mostJobCards - 1)]).default([]),
    }),
    refusals: ["order_unknown"],
  }),
};
