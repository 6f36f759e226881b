import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { OrderFact } from "#modules/production/core/order-fact.ts";
import { insertRows, writeRows } from "#server/database/write-rows.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** The rows of defects follow the order's facts: reported, decided by a person, taken back. */
export async function saveDefects(tx: Tx, orderId: Id, facts: readonly OrderFact[]): Promise<void> {
  await insertRows(
    tx,
    "defect",
    facts.flatMap((fact) =>
      fact.kind === "defect_reported"
        ? [
            {
              workspace_id: tx.workspaceId,
              id: fact.data.defectId,
              order_id: orderId,
              run_id: fact.data.runId,
              from_lot_id: fact.data.lotId,
              lot_id: fact.data.toLotId,
              reason_id: fact.data.reasonId,
              units: fact.data.units,
              decision: fact.data.decision,
              caught_stage_id: fact.data.caughtStageId,
              born_stage_id: fact.data.bornStageId,
              to_stage_id: fact.data.toStageId,
              escalated: fact.data.escalated,
              resolution: null,
              resolution_reason: null,
              resolved_by: null,
              resolved_at: null,
              note: fact.data.note,
              cost: fact.data.cost,
              undone: false,
              reported_by: fact.data.by,
              at: fact.data.at,
            },
          ]
        : [],
    ),
  );
  for (const fact of facts) {
    // An act decides once and takes back one act: there is no list to loop over.
    if (fact.kind === "escalation_resolved") await resolve(tx, fact.data);
    if (fact.kind !== "work_undone") continue;
    if (fact.data.defects.length > 0) await undo(tx, fact.data.defects);
    if (fact.data.unresolved.length > 0) await unresolve(tx, fact.data.unresolved);
  }
}

async function resolve(
  tx: Tx,
  data: { lotId: Id; decision: string; reason: string; by: Id | null; at: string },
): Promise<void> {
  await writeRows(
    tx,
    "defect",
    sql`
      update defect set resolution = ${data.decision}, resolution_reason = ${data.reason},
        resolved_by = ${data.by}, resolved_at = ${data.at}
      where workspace_id = ${tx.workspaceId} and id = (
        select d.id from defect d
        where d.workspace_id = ${tx.workspaceId} and d.lot_id = ${data.lotId} and d.escalated
          and d.resolution is null and not d.undone
        order by d.at desc, d.id desc limit 1)`,
  );
}

async function undo(tx: Tx, defectIds: readonly Id[]): Promise<void> {
  await writeRows(
    tx,
    "defect",
    sql`update defect set undone = true where workspace_id = ${tx.workspaceId} and id = any(${[...defectIds]}::uuid[])`,
  );
}

async function unresolve(tx: Tx, lotIds: readonly Id[]): Promise<void> {
  await writeRows(
    tx,
    "defect",
    sql`
      update defect set resolution = null, resolution_reason = null, resolved_by = null, resolved_at = null
      where workspace_id = ${tx.workspaceId} and id in (
        select distinct on (d.lot_id) d.id from defect d
        where d.workspace_id = ${tx.workspaceId} and d.lot_id = any(${[...lotIds]}::uuid[]) and d.escalated
          and d.resolution is not null and not d.undone
        order by d.lot_id, d.at desc, d.id desc)`,
  );
}
