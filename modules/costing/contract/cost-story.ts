import { z } from "zod";
import { decimalText, idField, pageQuery } from "#kernel/field.ts";
import { query } from "#kernel/route.ts";

/** The bars of a cost story, in the order in which they are told. What each means: core/cost-story.ts. */
export const storyBarKinds = [
  "quoted",
  "norm",
  "units",
  "price",
  "overuse",
  "time",
  "rate",
  "rework",
  "scrap",
  "subcontracting",
  /** made in a batch: what its share of the batch's cost differs by */
  "batch",
  "still_planned",
] as const;
export type StoryBarKind = (typeof storyBarKinds)[number];

export const costCategoryField = z.enum(["material", "labour", "subcontracting"]);

/** For one of the item's unit; for one hour of labour, null where the reader may not see hourly rates. */
const measure = z.object({ quantity: decimalText, rate: decimalText.nullable() });

const storyLine = z.object({
  stageId: idField,
  stageName: z.string(),
  /** 0: first pass */
  cycle: z.number(),
  category: costCategoryField,
  /** the material's or the person's name; empty: the stage's whole time */
  name: z.string(),
  /** who worked, where a line is about all of them */
  people: z.array(z.string()),
  /** the item's unit, or "h" */
  unit: z.string(),
  /** what is compared; null: only one side */
  from: measure.nullable(),
  to: measure.nullable(),
  amount: decimalText,
});

const amountOfBar = { kind: z.enum(storyBarKinds), amount: decimalText };

export const costStoryRoutes = {
  showCostStory: query("order.planned_cost", "/orders/:orderId/cost-story", {
    summary:
      "From the quoted to the real cost of an order, as bars that add up exactly; each opens its lines.",
    params: z.object({ orderId: idField }),
    output: z.object({
      order: z.object({
        id: idField,
        number: z.number(),
        itemName: z.string(),
        variantName: z.string(),
        unit: z.string(),
        status: z.string(),
        ordered: z.number(),
        received: z.number(),
        writtenOff: z.number(),
        /** materials that cost nothing for want of a price; `captured`: that is what they were consumed at */
        withoutPrice: z.array(
          z.object({ variantId: idField, itemId: idField, name: z.string(), captured: z.boolean() }),
        ),
        /** work that costs nothing for want of an hourly rate: stages as planned, and who has worked */
        withoutRate: z.object({ planned: z.array(z.string()), captured: z.array(z.string()) }),
      }),
      /** null where it was made for no deal, or the reader may not see deals */
      deal: z
        .object({
          id: idField,
          number: z.number(),
          title: z.string(),
          /** what its line sells these units for; null where the reader may not see it, or it is of no line */
          revenue: decimalText.nullable(),
        })
        .nullable(),
      /** units are still in work: bars tell what is done so far */
      provisional: z.boolean(),
      /** the first stage's cost is captured: until then there is only the plan */
      started: z.boolean(),
      /** the first is the quoted one. Σ bars = real. Where the reader may see the plan only, it stands alone */
      bars: z.array(
        z.object({
          ...amountOfBar,
          lines: z.array(storyLine),
          /** lines beyond those told, and what they come to */
          more: z.object({ count: z.number(), amount: decimalText }),
        }),
      ),
      /** null where the reader may see the plan only */
      real: decimalText.nullable(),
      /** real, and what is still planned for units in work */
      expected: decimalText.nullable(),
    }),
    refusals: ["order_unknown"],
  }),
  showDealCostStory: query("deal.money", "/deals/:dealId/cost-story", {
    summary: "The cost stories of a deal's orders together, from what was quoted to the deal's profit.",
    params: z.object({ dealId: idField }),
    output: z.object({
      deal: z.object({ id: idField, number: z.number(), title: z.string() }),
      provisional: z.boolean(),
      bars: z.array(z.object(amountOfBar)),
      orders: z.array(
        z.object({
          id: idField,
          number: z.number(),
          itemName: z.string(),
          variantName: z.string(),
          status: z.string(),
          bars: z.array(z.object(amountOfBar)),
          real: decimalText,
        }),
      ),
      /** real cost of its orders */
      ordersCost: decimalText,
      /** shipped units that none of its orders made, at their stock value */
      otherUnits: decimalText,
      /** both together */
      cost: decimalText,
      revenue: decimalText,
      profit: decimalText,
      /** profit ÷ revenue; null without revenue */
      margin: decimalText.nullable(),
    }),
    refusals: ["deal_unknown"],
  }),
  listCostLines: query("order.cost", "/orders/:orderId/cost-lines", {
    summary: "The captured cost of an order line by line, newest first; reversing lines with their reason.",
    params: z.object({ orderId: idField }),
    query: z.strictObject({
      search: z.string().max(200).optional(),
      category: costCategoryField.optional(),
      ...pageQuery,
    }),
    output: z.object({
      rows: z.array(
        z.object({
          id: idField,
          stageName: z.string(),
          cycle: z.number(),
          category: costCategoryField,
          /** the material's or the person's name */
          name: z.string(),
          quantity: decimalText,
          /** the item's unit, or "h" */
          unit: z.string(),
          /** null for labour where the reader may not see hourly rates */
          rate: decimalText.nullable(),
          amount: decimalText,
          noPrice: z.boolean(),
          /** this line takes back an earlier one */
          reverses: z.boolean(),
          /** an earlier line that a later one takes back */
          reversed: z.boolean(),
          /** why it was taken back or put right: "undone", or a person's words */
          reason: z.string().nullable(),
          at: z.string(),
        }),
      ),
      next: z.string().nullable(),
      /** of all that the search and the category leave, these pages and the others */
      total: z.object({ count: z.number(), amount: decimalText }),
    }),
    refusals: ["order_unknown", "cursor_broken"],
  }),
};
