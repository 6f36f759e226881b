import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Unit } from "#kernel/unit.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { inventoryRoutes } from "../contract/routes.ts";
import type { BatchPart } from "../core/batch-state.ts";
import { consumedOfRun } from "../store/stock.ts";
import { readStock } from "../store/read-stock.ts";
import { asOpenBatches, lyingAt, namesOfBatches } from "./open-batches.ts";

type Route = typeof inventoryRoutes.listRunBatches;
type NormRow = { id: Id; variantId: Id; warehouseId: Id; unit: Unit };

/** Of norms whose material has batches somewhere; one that awaits selection has none yet. */
export async function listRunBatches(
  tx: Tx,
  { runId }: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const { rows } = await sql<{ norms: NormRow[] }>`
    select coalesce((
      select jsonb_agg(jsonb_build_object('id', n.id, 'variantId', n.variant_id, 'warehouseId', n.warehouse_id,
        'unit', i.unit) order by n.id)
      from order_norm n
      join variant v on v.workspace_id = n.workspace_id and v.id = n.variant_id
      join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
      where n.workspace_id = r.workspace_id and n.order_stage_id = r.order_stage_id), '[]') as norms
    from run r
    where r.workspace_id = ${tx.workspaceId} and r.id = ${runId}`.execute(tx.db);
  const [row] = rows;
  if (row === undefined) return no("run_unknown", {}, ["runId"]);
  if (row.norms.length === 0) return ok({ norms: [] });
  const stock = await readStock(tx, row.norms);
  const consumed = await consumedOfRun(tx, runId);
  const norms = row.norms.map((norm) => {
    const taken = consumed
      .filter((issue) => issue.normId === norm.id)
      .flatMap((issue) => issue.left.batches.map((part) => ({ ...part, quantity: part.quantity.neg() })));
    return { norm, ...lyingAt(stock, norm, viewer), taken: together(taken) };
  });
  const apart = norms.filter(({ parts, taken }) => parts.length > 0 || taken.length > 0);
  const ids = apart.flatMap(({ parts, taken }) => [...parts, ...taken].map((part) => part.batchId));
  const names = await namesOfBatches(tx, ids, viewer);
  return ok({
    norms: apart.map(({ norm, parts, taken, unknown }) => ({
      normId: norm.id,
      unit: norm.unit,
      batches: [...asOpenBatches(parts, names)],
      taken: [...asOpenBatches(taken, names)],
      unknown,
    })),
  });
}

function together(parts: readonly BatchPart[]): BatchPart[] {
  const byBatch = new Map<Id, BatchPart>();
  for (const part of parts) {
    const sofar = byBatch.get(part.batchId);
    byBatch.set(
      part.batchId,
      sofar === undefined ? part : { ...part, quantity: sofar.quantity.plus(part.quantity) },
    );
  }
  return [...byBatch.values()];
}
