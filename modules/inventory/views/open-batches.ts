import { sql } from "kysely";
import { localDate } from "#kernel/calendar.ts";
import { text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { inventoryRoutes } from "../contract/routes.ts";
import type { BatchPart } from "../core/batch-state.ts";
import { unknownOf } from "../core/batch-state.ts";
import { byExpiry } from "../core/pick-batches.ts";
import type { Stock } from "../core/stock-state.ts";
import { ofBatch, stateColumn } from "./batch-columns.ts";

export type OpenBatch = Output<typeof inventoryRoutes.listOpenBatches>["places"][number]["batches"][number];
type Named = { id: Id; number: string; bestBefore: string | null; state: OpenBatch["state"] };

/** Numbers and states of the batches that lie on these balances, or that were taken. */
export async function namesOfBatches(
  tx: Tx,
  ids: readonly Id[],
  viewer: Viewer,
): Promise<ReadonlyMap<Id, Named>> {
  if (ids.length === 0) return new Map();
  const today = localDate(viewer.now, viewer.timeZone);
  const { rows } = await sql<Named>`
    select t.id, t.number, t.best_before as "bestBefore", ${stateColumn(today)} as state
    from batch t ${ofBatch}
    where t.workspace_id = ${tx.workspaceId} and t.id = any(${[...ids]}::uuid[])`.execute(tx.db);
  return new Map(rows.map((row) => [row.id, row]));
}

export function asOpenBatches(
  parts: readonly BatchPart[],
  names: ReadonlyMap<Id, Named>,
): readonly OpenBatch[] {
  return parts.flatMap(({ batchId, quantity }) => {
    const named = names.get(batchId);
    if (named === undefined) return [];
    const { number, bestBefore, state } = named;
    return [{ batchId, number, bestBefore, state, quantity: text(quantity) }];
  });
}

/** What lies of which batch at a place, in the order in which it is taken; nothing where there is no balance. */
export function lyingAt(stock: Stock, place: { variantId: Id; warehouseId: Id }, viewer: Viewer) {
  const balance = [...stock.state.balances.values()].find(
    (row) => row.variantId === place.variantId && row.warehouseId === place.warehouseId,
  );
  if (balance === undefined) return { parts: [], unknown: "0" };
  const today = localDate(viewer.now, viewer.timeZone);
  const unknown = unknownOf(balance);
  const parts = byExpiry(balance.batches, today, unknown).flatMap((source): BatchPart[] =>
    source.batchId === null ? [] : [{ ...source, batchId: source.batchId }],
  );
  return { parts, unknown: text(unknown) };
}
