import { v7 as newId } from "uuid";
import { type TestWorkspace, type TestWorld, testNow } from "./a-workspace.ts";

export type OrderRow = {
  number?: number;
  dealId?: string | null;
  dealLineId?: string | null;
  variantId: string;
  itemId: string;
  status?: string;
  ordered?: number;
  received?: number;
  plannedCost?: string;
  cost?: string;
};
type StageRow = { name: string; waitsFor?: string[] };
type RunRow = { stage: number; state: string; availableAt?: Date };
type NormRow = {
  stage: number;
  required: string;
  consumed?: string;
  variantId: string;
  /** what its reservation wants and does not hold; left out: it has none */
  wanted?: string;
};

/**
 * A production order as rows alone, for views and commands that only read it: in a state that the test names, however
 * it came about. Tests of production itself make theirs by its commands.
 */
export async function anOrderRow(
  world: TestWorld,
  workspace: TestWorkspace,
  row: OrderRow,
  parts: { stages?: StageRow[]; runs?: RunRow[]; norms?: NormRow[] } = {},
): Promise<{ orderId: string }> {
  const { workspaceId, ownerId, warehouseIds } = workspace;
  const query = (sql: string, values: unknown[]) => world.pool.query(sql, [workspaceId, ...values]);
  const { dealId = null, dealLineId = null, variantId, itemId, status = "pending" } = row;
  const { number = 1, ordered = 10, received = 0, plannedCost = "0", cost = "0" } = row;
  const [templateId, versionId, orderId, lotId] = [newId(), newId(), newId(), newId()];
  await query(
    `insert into template (workspace_id, id, item_id, name, current_number, archived, created_at)
     values ($1, $2, $3, 'Template', 1, true, $4)`,
    [templateId, itemId, testNow],
  );
  await query(
    `insert into template_version (workspace_id, id, template_id, number, body, created_by, created_at)
     values ($1, $2, $3, 1, '{}', $4, $5)`,
    [versionId, templateId, ownerId, testNow],
  );
  const withdrawn = status === "cancelled" ? ordered - received : 0;
  await query(
    `insert into production_order (workspace_id, id, number, template_version_id, variant_id, batch_mode, status,
       priority, deal_id, deal_line_id, warehouse_id, defect_accounting, ordered, received, in_work, withdrawn,
       planned_cost, cost, carried, created_at)
     values ($1, $2, $3, $4, $5, 'whole', $6, 'normal', $7, $8, $9, 'included', $10, $11, $12, $13, $14, $15, $15, $16)`,
    [
      orderId,
      number,
      versionId,
      variantId,
      status,
      dealId,
      dealLineId,
      warehouseIds.finishedGoods,
      ordered,
      received,
      ordered - received - withdrawn,
      withdrawn,
      plannedCost,
      cost,
      testNow,
    ],
  );
  await query(
    `insert into lot (workspace_id, id, order_id, number, state, units) values ($1, $2, $3, '1', 'in_work', $4)`,
    [lotId, orderId, ordered],
  );
  const stageIds: string[] = [];
  for (const [index, stage] of (parts.stages ?? []).entries()) {
    const id = newId();
    stageIds.push(id);
    const waitsFor = stage.waitsFor ?? (index === 0 ? [] : [`s${index - 1}`]);
    await query(
      `insert into order_stage (workspace_id, id, order_id, key, position, name, performer_kind, waits_for, consumption)
       values ($1, $2, $3, $4, $5, $6, 'chosen_at_start', $7, 'at_start')`,
      [id, orderId, `s${index}`, index, stage.name, waitsFor],
    );
  }
  for (const { stage, state, availableAt = testNow } of parts.runs ?? []) {
    await query(
      `insert into run (workspace_id, id, order_id, lot_id, order_stage_id, state, units, available_at, since)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [newId(), orderId, lotId, stageIds[stage], state, ordered, availableAt, testNow],
    );
  }
  for (const [position, norm] of (parts.norms ?? []).entries()) {
    const normId = newId();
    await query(
      `insert into order_norm (workspace_id, id, order_id, order_stage_id, position, variant_id, warehouse_id, required, consumed)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        normId,
        orderId,
        stageIds[norm.stage],
        position,
        norm.variantId,
        warehouseIds.materials,
        norm.required,
        norm.consumed ?? "0",
      ],
    );
    if (norm.wanted === undefined) continue;
    await query(
      `with made as (
         insert into balance (workspace_id, id, variant_id, warehouse_id, version) values ($1, $2, $3, $4, 0)
         on conflict (workspace_id, variant_id, warehouse_id) do update set version = balance.version
         returning id
       )
       insert into reservation (workspace_id, id, balance_id, order_id, order_norm_id, quantity, wanted, priority_rank)
       select $1, $5, made.id, $6, $7, 0, $8, 1 from made`,
      [newId(), norm.variantId, warehouseIds.materials, newId(), orderId, normId, norm.wanted],
    );
  }
  return { orderId };
}

/** A shipment of a deal's line as rows alone: what left, and what it was worth. */
export async function aShipmentRow(
  world: TestWorld,
  workspace: TestWorkspace,
  row: { variantId: string; lineId: string; quantity: string; value: string },
): Promise<void> {
  const { workspaceId, warehouseIds } = workspace;
  const balanceId = newId();
  await world.pool.query(
    `with kept as (
       insert into balance (workspace_id, id, variant_id, warehouse_id) values ($1, $2, $3, $4)
       on conflict (workspace_id, variant_id, warehouse_id) do update set version = balance.version + 1
       returning id
     ), shipped as (
       update deal_line set shipped = shipped + $6 where workspace_id = $1 and id = $5
     )
     insert into movement (workspace_id, id, balance_id, kind, quantity, value, average_before, deal_line_id, at)
     select $1, $2, kept.id, 'shipment', -$6::numeric, -$7::numeric, 0, $5, $8 from kept`,
    [
      workspaceId,
      balanceId,
      row.variantId,
      warehouseIds.finishedGoods,
      row.lineId,
      row.quantity,
      row.value,
      testNow,
    ],
  );
}
