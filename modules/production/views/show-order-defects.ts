import { sql } from "kysely";
import { type Decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { filesOf } from "#modules/files/views/files-of.ts";
import type { DefectDecision } from "#modules/production/contract/order-card.ts";
import type { productionRoutes } from "#modules/production/contract/routes.ts";
import type { EscalationDecision } from "#modules/production/core/report-defect.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

type Route = typeof productionRoutes.showOrderDefects;

/** An order that has more of them than this has a trouble that no list tells. */
const shownDefects = 500;

type Row = {
  id: Id;
  at: Date;
  reporter_name: string | null;
  reason_id: Id;
  reason_name: string;
  units: number;
  decision: DefectDecision;
  lot_id: Id;
  lot_number: string;
  from_lot_number: string;
  caught_stage_id: Id;
  caught_stage_name: string;
  born_stage_id: Id;
  born_stage_name: string;
  to_stage_id: Id | null;
  to_stage_name: string | null;
  escalated: boolean;
  resolution: EscalationDecision | null;
  resolution_reason: string | null;
  resolver_name: string | null;
  note: string;
  undone: boolean;
  cost: Decimal;
};

/** The defects of an order, newest first, and what they have cost: what is lost, by the order's accounting. */
export async function showOrderDefects(
  tx: Tx,
  input: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const { rows: orders } = await sql<{ accounting: "included" | "separate"; loss: Decimal }>`
    select o.defect_accounting as accounting, ${defectLossOfOrder(tx)} as loss
    from production_order o
    where o.workspace_id = ${tx.workspaceId} and o.id = ${input.orderId}`.execute(tx.db);
  const [order] = orders;
  if (order === undefined) return no("order_unknown", {}, ["orderId"]);
  const memberName = (column: "reported_by" | "resolved_by") =>
    sql`(select m.name from member m where m.workspace_id = ${tx.workspaceId} and m.id = ${sql.ref(`d.${column}`)})`;
  const { rows } = await sql<Row>`
    select d.id, d.at, ${memberName("reported_by")} as reporter_name, d.reason_id, reason.name as reason_name, d.units,
      d.decision, d.lot_id, l.number as lot_number, whole.number as from_lot_number,
      d.caught_stage_id, caught.name as caught_stage_name, d.born_stage_id, born.name as born_stage_name,
      d.to_stage_id, target.name as to_stage_name, d.escalated, d.resolution, d.resolution_reason,
      ${memberName("resolved_by")} as resolver_name, d.note, d.undone, d.cost
    from defect d
    join defect_reason reason on reason.workspace_id = ${tx.workspaceId} and reason.id = d.reason_id
    join lot l on l.workspace_id = ${tx.workspaceId} and l.id = d.lot_id
    join lot whole on whole.workspace_id = ${tx.workspaceId} and whole.id = d.from_lot_id
    join order_stage caught on caught.workspace_id = ${tx.workspaceId} and caught.id = d.caught_stage_id
    join order_stage born on born.workspace_id = ${tx.workspaceId} and born.id = d.born_stage_id
    left join order_stage target on target.workspace_id = ${tx.workspaceId} and target.id = d.to_stage_id
    where d.workspace_id = ${tx.workspaceId} and d.order_id = ${input.orderId}
    order by d.at desc, d.id desc
    limit ${shownDefects}`.execute(tx.db);
  const photos = await filesOf(
    tx,
    "defect",
    rows.map((row) => row.id),
    "photo",
  );
  const seesCost = viewer.may("order.cost");
  return ok({
    accounting: order.accounting,
    loss: seesCost ? text(order.loss) : null,
    rows: rows.map((row) => ({
      id: row.id,
      at: row.at.toISOString(),
      reporterName: row.reporter_name,
      reasonId: row.reason_id,
      reasonName: row.reason_name,
      units: row.units,
      decision: row.decision,
      lotId: row.lot_id,
      lotNumber: row.lot_number,
      fromLotNumber: row.from_lot_number,
      caughtStageId: row.caught_stage_id,
      caughtStageName: row.caught_stage_name,
      bornStageId: row.born_stage_id,
      bornStageName: row.born_stage_name,
      toStageId: row.to_stage_id,
      toStageName: row.to_stage_name,
      escalated: row.escalated,
      resolution: row.resolution,
      resolutionReason: row.resolution_reason,
      resolverName: row.resolver_name,
      note: row.note,
      photoIds: (photos.get(row.id) ?? []).map((photo) => photo.id),
      undone: row.undone,
      cost: seesCost ? text(row.cost) : null,
    })),
  });
}

/**
 * Of order `o`: what written-off units carried, and the rework part of the others. What they passed on to good units
 * (`absorbed`) was lost all the same. Source: domain.md section 6, Defect loss.
 */
const defectLossOfOrder = (tx: Tx) => sql<Decimal>`coalesce((
  select sum(case when l.state = 'written_off' then l.first_pass + l.rework else l.rework end)
  from lot l
  where l.workspace_id = ${tx.workspaceId} and l.order_id = o.id), 0::numeric)`;
