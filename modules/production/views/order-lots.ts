import { sql } from "kysely";
import type { z } from "zod";
import { type Decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import type { LotState, orderLot } from "#modules/production/contract/order-card.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { inWorkStates, openRunStates, type OrderCard, textOf } from "./order-card.ts";
import { verbsOfLot } from "./verbs.ts";

/** A page has no end of units: those in work come first, and the others are counted. */
const shownLots = 500;

type Row = {
  id: Id;
  number: string;
  parent_id: Id | null;
  state: LotState;
  units: number;
  merges_into_run_id: Id | null;
  returns: Record<Id, number>;
  receivable_at: Date | null;
  attributes: OrderAttributes;
  carried: Decimal;
  finished_at: Date | null;
  is_begun: boolean;
  total: number;
};

export async function readLots(
  tx: Tx,
  order: Pick<OrderCard, "id" | "status" | "batchMode" | "lots">,
  viewer: Viewer,
): Promise<{ rows: z.output<typeof orderLot>[]; total: number }> {
  // Only these are parted and joined by hand, so that nobody else has to know.
  const isBegun =
    order.batchMode === "split"
      ? sql`exists (
          select from run r
          where r.workspace_id = ${tx.workspaceId} and r.lot_id = l.id and r.state in ${openRunStates}
            and (r.state <> 'waiting' or r.started_at is not null))`
      : sql`true`;
  const { rows } = await sql<Row>`
    select l.id, l.number, l.parent_id, l.state, l.units, l.merges_into_run_id, l.returns, l.receivable_at, l.attributes,
      l.first_pass + l.rework + l.absorbed as carried, l.finished_at, ${isBegun} as is_begun, l.total
    from (
      select lot.*, count(*) over () as total
      from lot
      where workspace_id = ${tx.workspaceId} and order_id = ${order.id}
      order by (state in ${inWorkStates}) desc, id
      limit ${shownLots}
    ) l
    order by l.id`.execute(tx.db);
  const seesCost = viewer.may("order.cost");
  return {
    total: rows[0]?.total ?? 0,
    rows: rows.map((row) => ({
      id: row.id,
      number: row.number,
      parentId: row.parent_id,
      state: row.state,
      units: row.units,
      mergesIntoRunId: row.merges_into_run_id,
      returns: Object.entries(row.returns).map(([stageId, count]) => ({ stageId, count })),
      receivableAt: textOf(row.receivable_at),
      attributes: row.attributes,
      carried: seesCost ? text(row.carried) : null,
      finishedAt: textOf(row.finished_at),
      verbs: verbsOfLot({ state: row.state, units: row.units, isBegun: row.is_begun }, order, viewer),
    })),
  };
}
