import { z } from "zod";
import { decimalText, idField, pageOf, pageQuery, priorityField } from "#kernel/field.ts";
import { bytesRoute, query } from "#kernel/route.ts";
import { orderFilterFields } from "./board-routes.ts";
import { orderCard, orderStatuses, orderStatusField, runStateField } from "./order-card.ts";

/** What the list can show beside an order's number and product. */
export const orderColumns = [
  "status",
  "progress",
  "quantity",
  "stage",
  "standing",
  "operator",
  "subcontractor",
  "due",
  "plannedStart",
  "plannedFinish",
  "priority",
  "deal",
  "created",
  "started",
  "finished",
  "shortage",
  "defects",
  "cost",
] as const;
export type OrderColumn = (typeof orderColumns)[number];

/** What it can be sorted by: each column, the number and the product. */
export const orderSorts = ["number", "product", ...orderColumns] as const;
export type OrderSort = (typeof orderSorts)[number];
const downwards = orderSorts.map((sort) => `-${sort}` as const);
/** "-due": the latest first. */
export const orderSortField = z.enum([...orderSorts, ...downwards]);
export type OrderSortWord = z.output<typeof orderSortField>;

/** "open": pending, in progress or partially done */
export const listStatusField = z.enum([...orderStatuses, "open"]);

/** What narrows and orders the list. Without `sort`: what is open by its due date, then what is over, newest first. */
const listFields = {
  ...orderFilterFields,
  status: listStatusField.optional(),
  sort: orderSortField.optional(),
} as const;

/** Of all that match, so many are picked for one act. */
export const mostPicked = 500;

/** Commas between the words, as an address carries them: "status,due". */
const columnsField = z
  .string()
  .max(300)
  .transform((words) => words.split(","))
  .pipe(z.array(z.enum(orderColumns)).max(orderColumns.length));

export const orderListRoutes = {
  listOrders: query("order.read", "/orders", {
    summary: "Orders as a list, sorted by one of its columns.",
    query: z.object({ ...pageQuery, ...listFields }),
    output: pageOf(
      orderCard.extend({
        plannedStart: z.string().nullable(),
        startedAt: z.string().nullable(),
        /** what it has cost so far; null where the reader may not see it */
        cost: decimalText.nullable(),
      }),
    ),
  }),
  pickOrders: query("order.read", "/orders/pick", {
    summary: `All orders that match, in the list's order, for an act on all of them: the first ${mostPicked}.`,
    query: z.object(listFields),
    output: z.object({
      rows: z.array(
        z.object({
          id: idField,
          number: z.number(),
          status: orderStatusField,
          priority: priorityField,
          dueDate: z.string().nullable(),
          current: z
            .object({
              runId: idField.nullable(),
              name: z.string(),
              state: runStateField,
              operatorId: idField.nullable(),
            })
            .nullable(),
        }),
      ),
      /** further ones match and are not among them */
      more: z.boolean(),
    }),
  }),
  exportOrders: bytesRoute("order.read", "/orders/export", {
    summary: "All orders that match as a table, with the columns that are asked for.",
    query: z.object({
      ...listFields,
      format: z.enum(["csv", "xlsx"]).default("csv"),
      columns: columnsField.default([...orderColumns]),
    }),
    refusals: ["export_too_large"],
  }),
};
