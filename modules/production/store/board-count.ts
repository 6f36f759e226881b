import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { writeRows } from "#server/database/write-rows.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { boardChanges, type Standing, standingAfter } from "../core/board-places.ts";
import type { OrderState } from "../core/order-state.ts";

/**
 * Where the units of this transaction's locked orders stand, as their rows say it: a number of the board and no part of
 * what the rules work on.
 */
const standings = new WeakMap<Tx, Map<Id, Standing>>();

export function rememberStanding(tx: Tx, orderId: Id, standing: Standing): void {
  const known = standings.get(tx);
  if (known === undefined) standings.set(tx, new Map([[orderId, standing]]));
  else known.set(orderId, standing);
}

type Saved = { readonly before: OrderState | null; readonly after: OrderState };

/** Counts what a command changes of these orders, and returns their new standings; `before` null: the order is new. */
export async function countOnBoard(tx: Tx, saved: readonly Saved[]): Promise<Standing[]> {
  const counted = saved.map(({ before, after }) => {
    const orderId = after.order.id;
    const stood = before === null ? [] : standings.get(tx)?.get(orderId);
    if (stood === undefined)
      throw new Error(`Order ${orderId} is saved by a transaction that has not loaded it`);
    const standing = standingAfter(stood, before, after);
    rememberStanding(tx, orderId, standing);
    const changes = boardChanges(before === null ? null : { order: before.order, standing: stood }, {
      order: after.order,
      standing,
    });
    return { standing, changes };
  });
  const changes = counted.flatMap((one) => one.changes);
  if (changes.length > 0) {
    await writeRows(
      tx,
      "board_change",
      sql`
        insert into board_change (workspace_id, id, changes)
        values (${tx.workspaceId}, gen_random_uuid(), ${JSON.stringify(changes)}::jsonb)`,
    );
  }
  return counted.map((one) => one.standing);
}

const foldedAtOnce = 1000;

/**
 * Adds changes to the numbers; how many there were. One at a time a workspace: who finds another at it, goes.
 */
export async function foldBoard(tx: Tx): Promise<number> {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended('fold_board ' || ${tx.workspaceId}::text, 0)) as mine`.execute(
    tx.db,
  );
  if (rows[0]?.mine !== true) return 0;
  const folded = await sql<{ changes: number; empty: Id[] }>`
    with gone as (
      delete from board_change
      where workspace_id = ${tx.workspaceId} and id in (
        select b.id from board_change b where b.workspace_id = ${tx.workspaceId} limit ${foldedAtOnce})
      returning changes
    ),
    added as (
      insert into board_count (workspace_id, id, grouping, column_key, lane, orders, units)
      select ${tx.workspaceId}, gen_random_uuid(), c.g, c.c, c.l, sum(c.o), sum(c.u)
      from gone cross join lateral jsonb_to_recordset(gone.changes) c(g text, c text, l text, o bigint, u bigint)
      group by c.g, c.c, c.l
      having sum(c.o) <> 0 or sum(c.u) <> 0
      on conflict (workspace_id, grouping, lane, column_key) do update
        set orders = board_count.orders + excluded.orders, units = board_count.units + excluded.units
      returning id, orders, units
    )
    select (select count(*) from gone) as changes,
      (select coalesce(array_agg(id), '{}') from added where orders = 0 and units = 0) as empty`.execute(
    tx.db,
  );
  const { changes, empty } = folded.rows[0] ?? { changes: 0, empty: [] };
  // Products and operators of long ago would stay for ever.
  if (empty.length > 0) {
    await sql`delete from board_count where workspace_id = ${tx.workspaceId} and id = any(${empty}::uuid[])`.execute(
      tx.db,
    );
  }
  return changes;
}
