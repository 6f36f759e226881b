import { z } from "zod";
import { idField } from "#kernel/field.ts";
import { bytesRoute } from "#kernel/route.ts";

/** In one document. */
export const mostJobCards = 50;

const uuid = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

export const jobCardRoutes = {
  printJobCard: bytesRoute("order.read", "/orders/:orderId/job-card", {
    summary:
      "The job card to print: what to make, its stages and materials, and a QR code that opens the order. No prices.",
    params: z.object({ orderId: idField }),
    query: z.object({
      paper: z.enum(["A4", "A5"]).default("A4"),
      /** further orders in the same document, 49 at most: their ids, with commas between */
      also: z
        .string()
        .regex(new RegExp(`^${uuid}(?:,${uuid}){0,${mostJobCards - 2}}$`))
        .optional(),
    }),
    refusals: ["order_unknown"],
  }),
};
