import { sql } from "kysely";
import { type Decimal, text, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Unit } from "#kernel/unit.ts";
import { offeredOf } from "#modules/production/core/offered-materials.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { type Choice, readChoices } from "./material-choices.ts";

export type RunMaterial = {
  normId: Id;
  variantId: Id | null;
  itemName: string;
  variantName: string | null;
  unit: Unit;
  choices: Choice[];
  norm: string;
  consumed: string;
};

export type MaterialsOfRun = {
  readonly rows: RunMaterial[];
  /** the variant of one of them is picked by a person */
  readonly hasPick: boolean;
};

type Row = {
  run_id: Id;
  cycle: number;
  units: number;
  ordered: number;
  opens_stage: boolean;
  is_begun: boolean;
  is_open: boolean;
  order_id: Id;
  order_stage_id: Id;
  norm_id: Id;
  variant_id: Id | null;
  item_id: Id;
  is_picked: boolean;
  warehouse_id: Id;
  item_name: string;
  variant_name: string | null;
  unit: Unit;
  per_unit: Decimal;
  per_batch: Decimal;
  required: Decimal;
  norm_consumed: Decimal;
  consumed: Decimal | null;
};

/**
 * What each run's stage takes, what it is offered of it, and what the run has taken: summed apart, so that the join
 * multiplies nothing. Materials that awaited selection may be picked anew as long as none was used.
 */
export async function readRunMaterials(
  tx: Tx,
  runIds: readonly Id[],
): Promise<ReadonlyMap<Id, MaterialsOfRun>> {
  const { rows } = await sql<Row>`
    select r.id as run_id, r.cycle, o.ordered,
      -- what it has finished and sent on it has used material for
      (l.units + (select coalesce(round(sum((sent.part ->> 'sent')::numeric)), 0)
        from jsonb_array_elements(r.left_units) sent(part)))::int as units,
      r.opens_stage, r.started_at is not null as is_begun,
      r.state not in ('done', 'ended', 'void') as is_open, r.order_id, r.order_stage_id,
      n.id as norm_id, n.variant_id, i.id as item_id, n.item_id is not null as is_picked, n.warehouse_id,
      i.name as item_name, v.name as variant_name, i.unit, n.per_unit, n.per_batch, n.required,
      n.consumed as norm_consumed, taken.consumed
    from run r
    join production_order o on o.workspace_id = ${tx.workspaceId} and o.id = r.order_id
    join lot l on l.workspace_id = ${tx.workspaceId} and l.id = r.lot_id
    join order_norm n on n.workspace_id = ${tx.workspaceId} and n.order_id = r.order_id
      and n.order_stage_id = r.order_stage_id and (n.required > 0 or n.consumed > 0)
    left join variant v on v.workspace_id = ${tx.workspaceId} and v.id = n.variant_id
    join item i on i.workspace_id = ${tx.workspaceId} and i.id = coalesce(v.item_id, n.item_id)
    left join (
      select m.run_id, m.order_norm_id, -sum(m.quantity) as consumed
      from movement m
      where m.workspace_id = ${tx.workspaceId} and m.run_id = any(${[...runIds]}::uuid[])
      group by m.run_id, m.order_norm_id
    ) taken on taken.run_id = r.id and taken.order_norm_id = n.id
    where r.workspace_id = ${tx.workspaceId} and r.id = any(${[...runIds]}::uuid[])
    order by n.position, n.id`.execute(tx.db);
  const begun = await begunStages(tx, rows);
  const isPickable = (row: Row): boolean => row.is_open && row.is_picked && row.norm_consumed.eq(0);
  const choicesOf = await readChoices(
    tx,
    rows.filter(isPickable).map((row) => ({ itemId: row.item_id, warehouseId: row.warehouse_id })),
  );
  const toMaterial = (row: Row): RunMaterial => {
    const isFirst = row.is_begun ? row.opens_stage : !begun.has(row.order_stage_id);
    const norm = { perUnit: row.per_unit, perBatch: row.per_batch, required: row.required };
    return {
      normId: row.norm_id,
      variantId: row.variant_id,
      itemName: row.item_name,
      variantName: row.variant_name,
      unit: row.unit,
      choices: isPickable(row) ? choicesOf(row.item_id, row.warehouse_id) : [],
      norm: text(offeredOf({ cycle: row.cycle, units: row.units, ordered: row.ordered, isFirst }, norm)),
      consumed: text(row.consumed ?? zero),
    };
  };
  return new Map(
    [...Map.groupBy(rows, (row) => row.run_id)].map(([runId, ofRun]) => [
      runId,
      { rows: ofRun.map(toMaterial), hasPick: ofRun.some((row) => row.is_picked) },
    ]),
  );
}

/** Stages that some lot has begun. It matters only where an amount goes with the first of them. */
async function begunStages(tx: Tx, rows: readonly Row[]): Promise<ReadonlySet<Id>> {
  const asked = new Map(
    rows
      .filter((row) => !row.is_begun && row.cycle === 0 && row.per_batch.gt(0))
      .map((row) => [row.order_stage_id, row.order_id]),
  );
  if (asked.size === 0) return new Set();
  const { rows: begun } = await sql<{ stage_id: Id }>`
    select asked.stage_id
    from unnest(${[...asked.keys()]}::uuid[], ${[...asked.values()]}::uuid[]) asked(stage_id, order_id)
    where exists (
      select from lot l
      where l.workspace_id = ${tx.workspaceId} and l.order_id = asked.order_id
        and jsonb_exists(l.begun, asked.stage_id::text))`.execute(tx.db);
  return new Set(begun.map((row) => row.stage_id));
}
