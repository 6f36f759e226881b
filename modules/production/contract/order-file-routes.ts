import { z } from "zod";
import { idField } from "#kernel/field.ts";
import { query } from "#kernel/route.ts";
import { fileRow } from "#modules/files/contract/routes.ts";

const orderParams = z.object({ orderId: idField });

const addedFile = z.object({
  ...fileRow.shape,
  addedByName: z.string().nullable(),
  addedAt: z.string(),
});
/** Files of one name: each upload is a version, the newest first, and that one is the current. */
const versionedFile = z.object({
  name: z.string(),
  versions: z
    .array(
      z.object({
        ...addedFile.shape,
        /** from 1; a version that was removed keeps its number */ number: z.number(),
      }),
    )
    .min(1),
});

export const photoSources = ["run", "check", "defect"] as const;

export const fileRoutes = {
  showOrderFiles: query("order.read", "/orders/:orderId/files", {
    summary:
      "Drawings and documents of an order with their versions, photos of its work and defects, and what hangs on its product, its deal and its chat, as far as one may see that.",
    params: orderParams,
    output: z.object({
      drawings: z.array(versionedFile),
      attachments: z.array(versionedFile),
      /** newest first; 200 at most */
      photos: z.array(
        z.object({
          ...addedFile.shape,
          from: z.enum(photoSources),
          stageName: z.string(),
          lotNumber: z.string(),
          /** of a defect */
          reasonName: z.string().nullable(),
        }),
      ),
      product: z.array(addedFile),
      /** null: no deal, or not for this reader */
      deal: z.object({ dealId: idField, title: z.string(), files: z.array(addedFile) }).nullable(),
      /** null: not for this reader; newest first, 200 at most */
      chat: z.array(addedFile).nullable(),
    }),
    refusals: ["order_unknown"],
  }),
  countOfOrder: query("order.read", "/orders/:orderId/counts", {
    summary: "How much there is under an order's tabs, where the order itself does not say.",
    params: orderParams,
    output: z.object({
      /** stretches of work that count */
      time: z.number(),
      /** drawings, documents and photos of its own; versions of one file are one */
      files: z.number(),
      /** lines */
      history: z.number(),
    }),
    refusals: ["order_unknown"],
  }),
};
