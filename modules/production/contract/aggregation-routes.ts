import { z } from "zod";
import { dateField, decimalText, idField, priorityField, textField, unitField } from "#kernel/field.ts";
import { command, query, question } from "#kernel/route.ts";
import { batchModes } from "#modules/templates/contract/template-body.ts";
import { resolveRefusals } from "#modules/templates/contract/routes.ts";
import { batchOfOrder, orderStatusField, shortageRow } from "./order-card.ts";

/** Days within which due dates lie that go into one batch. */
const windowField = z.coerce.number().int().min(0).max(365);
export const mostMembers = 200;
const membersField = z.array(idField).min(2).max(mostMembers);

const candidate = z.object({
  orderId: idField,
  number: z.number(),
  ordered: z.number(),
  dueDate: z.string().nullable(),
  priority: priorityField,
  notes: z.string(),
  contactName: z.string().nullable(),
  dealTitle: z.string().nullable(),
});

const gatherRefusals = [
  "order_unknown",
  "too_few_to_gather",
  "order_not_gathered",
  "orders_differ",
  "batch_changes_stages",
  ...resolveRefusals,
] as const;

export const aggregationRoutes = {
  proposeGathering: query("order.create", "/gathering/proposals", {
    summary: "Pending orders that could be made as one, grouped by product, variant and due dates.",
    query: z.object({ days: windowField.default(7) }),
    output: z.object({
      groups: z.array(
        z.object({
          /** of its first order: groups have no life of their own */
          key: idField,
          itemName: z.string(),
          variantName: z.string(),
          unit: unitField,
          photoId: idField.nullable(),
          stageNames: z.array(z.string()),
          /** of one order, all stages together: each further order in the batch saves as much */
          setUpSeconds: z.number(),
          orders: z.array(candidate),
        }),
      ),
      /** more are pending than were looked at: those due first were */
      more: z.boolean(),
    }),
  }),
  previewGathering: question("order.create", "/gathering/preview", {
    summary:
      "What orders gathered into one would be: quantity, planned finish, cost beside theirs, shortages.",
    body: z.strictObject({ orderIds: membersField, batchMode: z.enum(batchModes).optional() }),
    output: z.object({
      quantity: z.number(),
      batchMode: z.enum(batchModes),
      dueDate: z.string().nullable(),
      priority: priorityField,
      plannedStart: z.string(),
      plannedFinish: z.string(),
      setUpSaved: z.number(),
      /** null where the reader may not see cost */
      plannedCost: decimalText.nullable(),
      /** of the orders one by one, as they were planned */
      plannedApart: decimalText.nullable(),
      shortages: z.array(shortageRow),
    }),
    refusals: [...gatherRefusals],
  }),
  gatherOrders: command("order.create", "/gathering/gather", {
    summary:
      "Gathers pending orders of the same product, variant and stages into one batch order; what they have reserved goes to it.",
    body: z.strictObject({
      orderIds: membersField,
      /** left out: what most of them have */
      batchMode: z.enum(batchModes).optional(),
      /** left out: the first of theirs */
      dueDate: dateField.nullable().optional(),
      /** left out: the highest of theirs */
      priority: priorityField.optional(),
      /** left out: theirs, each with its number */
      notes: textField.optional(),
    }),
    output: z.object({ orderId: idField, number: z.number(), shortages: z.array(shortageRow) }),
    refusals: [...gatherRefusals, "too_many_units_one_by_one"],
  }),
  dissolveBatch: command("order.cancel", "/orders/:orderId/dissolve", {
    summary:
      "Dissolves a batch order that nobody has begun: its orders are pending again, with what was reserved.",
    params: z.object({ orderId: idField }),
    body: z.strictObject({}),
    output: z.object({ orderIds: z.array(idField) }),
    refusals: ["order_unknown", "order_closed", "not_a_batch", "batch_begun"],
  }),
  leaveBatch: command("order.change", "/orders/:orderId/leave-batch", {
    summary: "Takes an order out of its batch while nobody has begun it. A batch of one is dissolved.",
    params: z.object({ orderId: idField }),
    body: z.strictObject({}),
    output: z.object({
      /** the batch had nobody left to be gathered with */
      dissolved: z.boolean(),
    }),
    refusals: ["order_unknown", "not_in_batch", "batch_begun", "batch_units_differ", ...resolveRefusals],
  }),
  showGathered: query("order.read", "/orders/:orderId/gathered", {
    summary:
      "The orders that a batch order gathers, in the order in which they get their units; or a gathered order's batch.",
    params: z.object({ orderId: idField }),
    output: z.object({
      batch: batchOfOrder,
      /** nobody has begun it: orders may leave it */
      mayLeave: z.boolean(),
      members: z.array(
        z.object({
          orderId: idField,
          number: z.number(),
          status: orderStatusField,
          ordered: z.number(),
          /** what came back to it; null until then */
          units: z.number().nullable(),
          /** null until then, and where the reader may not see cost */
          cost: decimalText.nullable(),
          dueDate: z.string().nullable(),
          notes: z.string(),
          files: z.number(),
          dealId: idField.nullable(),
          dealTitle: z.string().nullable(),
        }),
      ),
      /** good units that nobody had ordered, and their cost; null until the units were given */
      surplus: z.object({ units: z.number(), cost: decimalText.nullable() }).nullable(),
    }),
    refusals: ["order_unknown", "not_in_batch"],
  }),
};
