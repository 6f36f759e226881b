import { z } from "zod";
import { idField, searchField } from "#kernel/field.ts";
import { query } from "#kernel/route.ts";
import { foundKinds } from "./kinds.ts";

export const searchRoutes = {
  searchEverything: query("workspace.read", "/search", {
    summary:
      "Finds things of every kind that the asking member may see, by number, name or code: five of a kind at most, the best first.",
    query: z.object({ words: searchField.min(1) }),
    output: z.object({
      found: z.array(
        z.object({
          kind: z.enum(foundKinds),
          /** what its page is opened by; an item's for its variants */
          id: idField,
          number: z.number().nullable(),
          title: z.string(),
          /** what tells it from others of this name: the variant, the company, a code, a status' word */
          detail: z.string().nullable(),
          /** of an order, a purchase order: the code of its status */
          status: z.string().nullable(),
        }),
      ),
    }),
  }),
};
