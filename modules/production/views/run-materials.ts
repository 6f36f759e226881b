import { sql } from "kysely";
import { type Decimal, text, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Unit } from "#kernel/unit.ts";
import { offeredOf } from "#modules/production/core/offered-materials.ts";
import { isForUnit, type UnitNeeds } from "#modules/production/core/unit-needs.ts";
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

/** A run as far as its materials go. */
export type RunOfMaterials = {
  readonly id: Id;
  readonly orderId: Id;
  readonly stageId: Id;
  readonly cycle: number;
  /** the lot's, and what the run has finished and sent on: for that it has used material too */
  readonly units: number;
  readonly ordered: number;
  /** its number, where units are made one by one */
  readonly unit: number | null;
  readonly opensStage: boolean;
  readonly isBegun: boolean;
  readonly isOpen: boolean;
};

type NormRow = {
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
  consumed: Decimal;
  unit_needs: UnitNeeds;
};

/**
 * What each run's stage takes, what it is offered of it, and what the run has taken. Materials that awaited selection
 * may be picked anew as long as none was used.
 */
export async function readRunMaterials(
  tx: Tx,
  runs: readonly RunOfMaterials[],
): Promise<ReadonlyMap<Id, MaterialsOfRun>> {
  const norms = Map.groupBy(await readNorms(tx, runs), (norm) => norm.order_stage_id);
  const normsOf = (run: RunOfMaterials): readonly NormRow[] => norms.get(run.stageId) ?? [];
  const begun = await begunStages(
    tx,
    runs.filter(
      (run) => !run.isBegun && run.cycle === 0 && normsOf(run).some((norm) => norm.per_batch.gt(0)),
    ),
  );
  const consumedBy = await readConsumed(
    tx,
    runs.filter((run) => run.isBegun).map((run) => run.id),
  );
  const isPickable = (run: RunOfMaterials, norm: NormRow): boolean =>
    run.isOpen && norm.is_picked && norm.consumed.eq(0);
  const choicesOf = await readChoices(
    tx,
    runs.flatMap((run) =>
      normsOf(run)
        .filter((norm) => isPickable(run, norm))
        .map((norm) => ({ itemId: norm.item_id, warehouseId: norm.warehouse_id })),
    ),
  );
  const toMaterial = (run: RunOfMaterials, norm: NormRow): RunMaterial => {
    const isFirst = run.isBegun ? run.opensStage : !begun.has(run.stageId);
    const need = {
      perUnit: norm.per_unit,
      perBatch: norm.per_batch,
      required: norm.required,
      unitNeeds: norm.unit_needs,
    };
    return {
      normId: norm.norm_id,
      variantId: norm.variant_id,
      itemName: norm.item_name,
      variantName: norm.variant_name,
      unit: norm.unit,
      choices: isPickable(run, norm) ? choicesOf(norm.item_id, norm.warehouse_id) : [],
      norm: text(offeredOf({ ...run, isFirst }, need)),
      consumed: text(consumedBy(run.id, norm.norm_id)),
    };
  };
  // The oak is no material of a white unit, unless somebody has taken it for it.
  const isOf = (run: RunOfMaterials, norm: NormRow): boolean =>
    run.unit === null || isForUnit(norm.unit_needs, run.unit) || !consumedBy(run.id, norm.norm_id).eq(0);
  return new Map(
    runs.map((run) => {
      const own = normsOf(run).filter((norm) => isOf(run, norm));
      return [
        run.id,
        { rows: own.map((norm) => toMaterial(run, norm)), hasPick: own.some((norm) => norm.is_picked) },
      ];
    }),
  );
}

async function readNorms(tx: Tx, runs: readonly RunOfMaterials[]): Promise<NormRow[]> {
  const orderIds = [...new Set(runs.map((run) => run.orderId))];
  const stageIds = [...new Set(runs.map((run) => run.stageId))];
  const { rows } = await sql<Omit<NormRow, keyof NamesOfNorm> & { item_id: Id | null }>`
    select n.order_id, n.order_stage_id, n.id as norm_id, n.variant_id, n.item_id, n.warehouse_id, n.per_unit, n.per_batch,
      n.required, n.consumed, n.unit_needs
    from order_norm n
    where n.workspace_id = ${tx.workspaceId} and n.order_id = any(${orderIds}::uuid[])
      and n.order_stage_id = any(${stageIds}::uuid[]) and (n.required > 0 or n.consumed > 0)
    order by n.position, n.id`.execute(tx.db);
  // Names apart: joined, they are looked up by a plan for one norm, which a hundred cards are not.
  const names = await readNames(
    tx,
    rows.flatMap((row) => row.variant_id ?? []),
    rows.flatMap((row) => row.item_id ?? []),
  );
  return rows.flatMap((row) => {
    const name = names.get(row.variant_id ?? row.item_id ?? "");
    return name === undefined ? [] : [{ ...row, ...name, is_picked: row.item_id !== null }];
  });
}

type NamesOfNorm = Pick<NormRow, "item_id" | "item_name" | "variant_name" | "unit" | "is_picked">;

/** By the variant's id, or the item's where no variant is picked yet. */
async function readNames(
  tx: Tx,
  variantIds: readonly Id[],
  itemIds: readonly Id[],
): Promise<ReadonlyMap<Id, Omit<NamesOfNorm, "is_picked">>> {
  const { rows } = await sql<Omit<NamesOfNorm, "is_picked"> & { id: Id }>`
    select v.id, i.id as item_id, i.name as item_name, v.name as variant_name, i.unit
    from variant v
    join item i on i.workspace_id = ${tx.workspaceId} and i.id = v.item_id
    where v.workspace_id = ${tx.workspaceId} and v.id = any(${[...new Set(variantIds)]}::uuid[])
    union all
    select i.id, i.id, i.name, null, i.unit
    from item i
    where i.workspace_id = ${tx.workspaceId} and i.id = any(${[...new Set(itemIds)]}::uuid[])`.execute(tx.db);
  return new Map(rows.map(({ id, ...names }) => [id, names]));
}

/** What runs have taken and not given back, by norm. */
async function readConsumed(tx: Tx, runIds: readonly Id[]): Promise<(runId: Id, normId: Id) => Decimal> {
  if (runIds.length === 0) return () => zero;
  const { rows } = await sql<{ run_id: Id; order_norm_id: Id; consumed: Decimal }>`
    select m.run_id, m.order_norm_id, -sum(m.quantity) as consumed
    from movement m
    where m.workspace_id = ${tx.workspaceId} and m.run_id = any(${[...runIds]}::uuid[])
      and m.order_norm_id is not null
    group by m.run_id, m.order_norm_id`.execute(tx.db);
  const consumed = new Map(rows.map((row) => [`${row.run_id} ${row.order_norm_id}`, row.consumed]));
  return (runId, normId) => consumed.get(`${runId} ${normId}`) ?? zero;
}

/** Stages that some lot has begun. It matters only where an amount goes with the first of them. */
async function begunStages(tx: Tx, runs: readonly RunOfMaterials[]): Promise<ReadonlySet<Id>> {
  const asked = new Map(runs.map((run) => [run.stageId, run.orderId]));
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
