import { z } from "zod";
import { dateField, idField, nameField, pageOf, pageQuery, searchField } from "#kernel/field.ts";
import { query } from "#kernel/route.ts";
import { batchModes } from "#modules/templates/contract/template-body.ts";
import { orderCard, orderStatusField } from "./order-card.ts";

/** What a period is of. */
export const periodKinds = ["due", "created", "started", "finished"] as const;

/**
 * What narrows the board and the list alike. A person or a product is named by id, or by its name as an address
 * says it ("serhii-koval"): a name that several have means all of them.
 */
export const orderFilterFields = {
  search: searchField.optional(),
  /** whoever works on it or was given it; of what has ended, whoever worked on it; "none": what nobody was given */
  operator: nameField.optional(),
  operatorId: idField.optional(),
  /** whose hands its units are in outside the house, or wait to go to; of what has ended, whose they were; "none": in house */
  sub: nameField.optional(),
  subId: idField.optional(),
  product: nameField.optional(),
  itemId: idField.optional(),
  dealId: idField.optional(),
  batch: z.enum(batchModes).optional(),
  overdue: z.stringbool().optional(),
  /** has stood where it is for longer than so many days */
  stuck: z.coerce.number().int().min(0).max(3650).optional(),
  /** has units at a stage of this name */
  stage: nameField.optional(),
  /** days of the workspace, both included; of the due date, unless `by` says otherwise */
  by: z.enum(periodKinds).optional(),
  from: dateField.optional(),
  to: dateField.optional(),
} as const;

export const boardColumnKinds = ["status", "stage"] as const;
export const boardLaneKinds = ["product", "operator", "subcontractor"] as const;
/** "pending", "done" and the other statuses; "not_started"; or "stage:" and the stage's name */
const columnKey = z.string().min(1).max(220);
/** an item's, a member's or a subcontractor's id; "none": what nobody was given; what is made in house */
const laneKey = z.union([idField, z.literal("none")]);
const boardFields = { ...orderFilterFields, columns: z.enum(boardColumnKinds).optional() };
const count = { orders: z.number(), units: z.number() };

export const boardCard = orderCard.extend({
  /** in a column of a stage: how many of its units stand there */
  here: z.number().nullable(),
});

export const boardRoutes = {
  showOrderBoard: query("order.read", "/orders/board", {
    summary: "The board by status or by stage: each column counted, with its first cards; or lanes, counted.",
    query: z.object({ ...boardFields, lanes: z.enum(boardLaneKinds).optional() }),
    output: z.object({
      columns: z.array(
        z.object({
          key: columnKey,
          status: orderStatusField.nullable(),
          stage: z.string().nullable(),
          count: z.number(),
          units: z.number(),
          /** none where there are lanes: their cards are asked for lane by lane */
          cards: z.array(boardCard),
          next: z.string().nullable(),
        }),
      ),
      lanes: z.array(
        z.object({
          key: laneKey,
          name: z.string().nullable(),
          ...count,
          cells: z.array(z.object({ column: columnKey, ...count })),
        }),
      ),
      /** lanes beyond the first 200 */
      lanesLeftOut: z.number(),
      /** what the words of the filter stand for */
      named: z.object({
        operator: z.object({ id: idField, name: z.string() }).nullable(),
        sub: z.object({ id: idField, name: z.string() }).nullable(),
        product: z.object({ id: idField, name: z.string() }).nullable(),
        deal: z.object({ id: idField, name: z.string() }).nullable(),
      }),
    }),
  }),
  showBoardLane: query("order.read", "/orders/board/lane", {
    summary: "One lane of the board: the first six cards of each cell.",
    query: z.object({ ...boardFields, lanes: z.enum(boardLaneKinds), lane: laneKey }),
    output: z.object({ cells: z.array(z.object({ column: columnKey, cards: z.array(boardCard) })) }),
    refusals: ["lane_unknown"],
  }),
  listBoardCell: query("order.read", "/orders/board/cell", {
    summary:
      "The cards of one column of the board, or of its cell in a lane: the most urgent first, then by due date.",
    query: z.object({
      ...boardFields,
      ...pageQuery,
      column: columnKey,
      lanes: z.enum(boardLaneKinds).optional(),
      lane: laneKey.optional(),
    }),
    output: pageOf(boardCard),
    refusals: ["column_unknown", "lane_unknown"],
  }),
};
