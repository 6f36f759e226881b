import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { Reservation, Stock } from "../core/stock-state.ts";
import { type ReservationRow, reservationOfRow } from "./stock-rows.ts";

/** Where something lies: what locks its balance. */
export type Place = { readonly variantId: Id; readonly warehouseId: Id };

/** Open, short, and not let go by hand: what a receipt fills by itself. */
const waits = sql`not r.closed and r.quantity < r.wanted and not r.by_hand`;

/** Who is short of a locked balance, in the order in which what comes in is theirs: by priority, then due date. */
export async function loadShort(tx: Tx, balanceId: Id, most: number): Promise<Reservation[]> {
  const { rows } = await sql<ReservationRow>`
    select r.id, r.balance_id, r.order_id, r.order_norm_id, r.quantity, r.wanted, r.priority_rank, r.due_at,
      r.closed, r.by_hand
    from reservation r
    where r.workspace_id = ${tx.workspaceId} and r.balance_id = ${balanceId} and ${waits}
    order by r.priority_rank desc, r.due_at, r.id
    limit ${most}`.execute(tx.db);
  return rows.map(reservationOfRow);
}

export function withReservations(stock: Stock, loaded: readonly Reservation[]): Stock {
  const reservations = new Map([
    ...stock.state.reservations,
    ...loaded.map((row) => [row.normId, row] as const),
  ]);
  return { ...stock, state: { ...stock.state, reservations } };
}

/** Whether something is free here that somebody waits for. By an index, since every receipt asks. */
export async function isWaitedFor(tx: Tx, balanceId: Id): Promise<boolean> {
  const { rows } = await sql<{ waited: boolean }>`
    select exists (
      select from reservation r
      where r.workspace_id = ${tx.workspaceId} and r.balance_id = ${balanceId} and ${waits}
    ) as waited
    from balance b
    where b.workspace_id = ${tx.workspaceId} and b.id = ${balanceId} and b.on_hand > b.reserved`.execute(
    tx.db,
  );
  return rows[0]?.waited === true;
}

export async function placeOfBalance(tx: Tx, balanceId: Id): Promise<Place | null> {
  const row = await tx.db
    .selectFrom("balance")
    .select(["variant_id as variantId", "warehouse_id as warehouseId"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", balanceId)
    .executeTakeFirst();
  return row ?? null;
}

/** Where norms have their reservations, unlocked; a norm without one is left out. */
export async function placesOfNorms(tx: Tx, normIds: readonly Id[]): Promise<ReadonlyMap<Id, Place>> {
  const rows = await tx.db
    .selectFrom("reservation as r")
    .innerJoin("balance as b", (join) =>
      join.onRef("b.workspace_id", "=", "r.workspace_id").onRef("b.id", "=", "r.balance_id"),
    )
    .select(["r.order_norm_id as normId", "b.variant_id as variantId", "b.warehouse_id as warehouseId"])
    .where("r.workspace_id", "=", tx.workspaceId)
    .where("r.order_norm_id", "in", [...normIds])
    .execute();
  return new Map(rows.map(({ normId, ...place }) => [normId, place]));
}
