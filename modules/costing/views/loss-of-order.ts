import { sql } from "kysely";
import type { Decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import {
  addToCategory,
  type ByCategory,
  type CostCategory,
  type CostShare,
  lossByCategory,
  type LostOfRun,
  lossOfRuns,
  noCost,
} from "#modules/costing/core/cost-breakdown.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** Of what an order's defect loss was made, by category. */
export async function lossOfOrder(tx: Tx, orderId: Id, loss: Decimal): Promise<ByCategory> {
  if (loss.eq(0)) return noCost;
  return lossByCategory(await lossOfOrders(tx, [orderId]));
}

/**
 * What runs of these orders lost. Read are the shares of lots that were lost, reworked or parted, since no others can
 * have a part in it: a thousand units that went through well are not looked at.
 */
export async function lossOfOrders(tx: Tx, orderIds: readonly Id[]): Promise<ReadonlyMap<Id, LostOfRun>> {
  const shares = await readShares(tx, orderIds);
  if (shares.length === 0) return new Map();
  const ofRuns = await readRuns(tx, shares);
  const { rows } = await sql<{ id: Id }>`
    select id from lot
    where workspace_id = ${tx.workspaceId} and order_id = any(${orderIds}::uuid[]) and state = 'written_off'`.execute(
    tx.db,
  );
  const writtenOff = new Set(rows.map((row) => row.id));
  return lossOfRuns(ofRuns, shares, (lotId) => writtenOff.has(lotId));
}

/** Order by order, so that the moves of one are not taken for another's. */
async function readShares(tx: Tx, orderIds: readonly Id[]): Promise<CostShare[]> {
  const ofOrders = sql`c.workspace_id = ${tx.workspaceId} and c.order_id = any(${orderIds}::uuid[]) and c.part <> 'absorbed'`;
  const { rows } = await sql<{
    id: Id;
    run_id: Id | null;
    lot_id: Id;
    part: CostShare["part"];
    amount: Decimal;
  }>`
    select c.id, c.run_id, c.lot_id, c.part, c.amount
    from cost_share c
    where ${ofOrders} and (c.part = 'rework'
      or c.lot_id in (select l.id from lot l
        where l.workspace_id = ${tx.workspaceId} and l.order_id = any(${orderIds}::uuid[]) and l.state = 'written_off')
      or c.lot_id in (select c.lot_id from cost_share c where ${ofOrders} and c.run_id is null))
    order by c.order_id, c.id`.execute(tx.db);
  if (rows.length === 0) return [];
  const gone = await takenBack(tx, orderIds);
  return rows
    .filter((row) => !gone.has(row.id))
    .map((row) => ({ runId: row.run_id, lotId: row.lot_id, part: row.part, amount: row.amount }));
}

/** The shares of acts that were taken back, and those that took them back: together they are nothing. */
async function takenBack(tx: Tx, orderIds: readonly Id[]): Promise<ReadonlySet<Id>> {
  const { rows } = await sql<{ id: Id }>`
    with undone as (
      select f.thing_id, f.data from fact f
      where f.workspace_id = ${tx.workspaceId} and f.thing = 'order' and f.thing_id = any(${orderIds}::uuid[])
        and f.kind = 'work_undone'
    )
    select (share ->> 'id')::uuid as id
    from undone, jsonb_array_elements(undone.data -> 'shares') share
    union all
    select (share ->> 'id')::uuid
    from undone
    join fact f on f.workspace_id = ${tx.workspaceId} and f.command_id = (undone.data ->> 'commandId')::uuid
      and f.thing = 'order' and f.thing_id = undone.thing_id
    cross join jsonb_array_elements(case jsonb_typeof(f.data -> 'shares') when 'array' then f.data -> 'shares' else '[]' end) share`.execute(
    tx.db,
  );
  return new Set(rows.map((row) => row.id));
}

/** What the runs cost by category, with what was taken back taken off. */
async function readRuns(tx: Tx, shares: readonly CostShare[]): Promise<ReadonlyMap<Id, ByCategory>> {
  const runIds = [...new Set(shares.flatMap((share) => (share.runId === null ? [] : [share.runId])))];
  const { rows } = await sql<{ run_id: Id; category: CostCategory; amount: Decimal }>`
    select r.id as run_id, c.category, sum(c.amount) as amount
    from run r
    join cost_line c on c.workspace_id = ${tx.workspaceId} and c.order_id = r.order_id and c.run_id = r.id
    where r.workspace_id = ${tx.workspaceId} and r.id = any(${runIds}::uuid[])
    group by r.id, c.category`.execute(tx.db);
  const ofRuns = new Map<Id, ByCategory>();
  for (const row of rows) {
    ofRuns.set(row.run_id, addToCategory(ofRuns.get(row.run_id) ?? noCost, row.category, row.amount));
  }
  return ofRuns;
}
