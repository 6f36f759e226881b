import { sql } from "kysely";
import type { Decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { CostCategory, LostOfRun } from "#modules/costing/core/cost-breakdown.ts";
import {
  type CostStory,
  type NormNow,
  type PlannedPart,
  type StageNow,
  tellCostStory,
  tellShareOfBatch,
} from "#modules/costing/core/cost-story.ts";
import { type CapturedSum, splitCost } from "#modules/costing/core/split-cost.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { lossOfOrders } from "./loss-of-order.ts";

type Of<Row> = Row & { readonly orderId: Id };

/** The cost stories of some orders, in a fixed number of statements; each touches these orders' rows alone. */
export async function storiesOfOrders(tx: Tx, orderIds: readonly Id[]): Promise<ReadonlyMap<Id, CostStory>> {
  if (orderIds.length === 0) return new Map();
  const lost = await lossOfOrders(tx, orderIds);
  const [ordered, planned, norms, stages, captured] = await Promise.all([
    readOrdered(tx, orderIds),
    readPlanned(tx, orderIds),
    readNorms(tx, orderIds),
    readStages(tx, orderIds),
    readCaptured(tx, orderIds, lost),
  ]);
  const variantIds = [...planned, ...norms, ...captured].flatMap(({ variantId }) => variantId ?? []);
  const items = await readItems(tx, [...new Set(variantIds)]);
  const of = <Row>(rows: readonly Of<Row>[]) => Map.groupBy(rows, ({ orderId }) => orderId);
  const [plannedOf, normsOf, stagesOf, capturedOf] = [of(planned), of(norms), of(stages), of(captured)];
  return new Map(
    ordered.map(({ orderId, ordered: units, ofBatch }) => {
      const story = tellCostStory({
        ordered: units,
        planned: plannedOf.get(orderId) ?? [],
        norms: normsOf.get(orderId) ?? [],
        stages: stagesOf.get(orderId) ?? [],
        real: splitCost(capturedOf.get(orderId) ?? [], lost),
        itemOf: (variantId) => items.get(variantId) ?? null,
      });
      return [orderId, ofBatch === null ? story : tellShareOfBatch(story, ofBatch)];
    }),
  );
}

type Ordered = {
  readonly ordered: number;
  /** what a batch gave it back at; null while it is in one, and where it was made by itself */
  readonly ofBatch: Decimal | null;
};

async function readOrdered(tx: Tx, orderIds: readonly Id[]): Promise<Of<Ordered>[]> {
  const { rows } = await sql<Of<Ordered>>`
    select id as "orderId", ordered,
      case when batch_order_id is not null and status = 'done' then given_cost end as "ofBatch"
    from production_order
    where workspace_id = ${tx.workspaceId} and id = any(${orderIds}::uuid[])`.execute(tx.db);
  return rows;
}

/** In the order in which they were frozen: that of the norms. */
async function readPlanned(tx: Tx, orderIds: readonly Id[]): Promise<Of<PlannedPart>[]> {
  const { rows } = await sql<Of<PlannedPart>>`
    select order_id as "orderId", order_stage_id as "stageId", category, variant_id as "variantId", quantity, rate, amount
    from planned_cost_line
    where workspace_id = ${tx.workspaceId} and order_id = any(${orderIds}::uuid[])
    order by id`.execute(tx.db);
  return rows;
}

async function readNorms(tx: Tx, orderIds: readonly Id[]): Promise<Of<NormNow>[]> {
  type Row = Of<Omit<NormNow, "needs">> & { good: Decimal; ahead: Decimal; all: Decimal | null };
  const ofOrders = sql`workspace_id = ${tx.workspaceId} and order_id = any(${orderIds}::uuid[])`;
  const { rows } = await sql<Row>`
    with need as (
      select n.id, n.order_id, n.order_stage_id, (need ->> 'amount')::numeric as amount,
        generate_series((stretch ->> 0)::integer, (stretch ->> 1)::integer) as unit
      from order_norm n
      cross join jsonb_array_elements(n.unit_needs) need
      cross join jsonb_array_elements(need -> 'units') stretch
      where n.${ofOrders} and n.unit_needs is not null
    ), unit_lot as (
      select distinct on (order_id, unit) order_id, unit, id, state, begun
      from (
        select l.order_id, l.id, l.state, l.begun, substring(l.number from '^#(\\d+)')::integer as unit
        from lot l
        where l.${ofOrders} and l.units > 0 and l.order_id in (select order_id from need)
      ) own
      where unit is not null
      order by order_id, unit, id
    ), under_way as (
      select distinct lot_id, order_stage_id from run
      where ${ofOrders} and cycle = 0 and started_at is not null and not cost_captured and state <> 'void'
        and order_id in (select order_id from need)
    ), unit_need as (
      select d.id, d.amount, u.state, w.lot_id is null
        and coalesce((u.begun ->> d.order_stage_id::text)::integer, 0) > 0 as passed
      from need d
      left join unit_lot u on u.order_id = d.order_id and u.unit = d.unit
      left join under_way w on w.lot_id = u.id and w.order_stage_id = d.order_stage_id
    ), far as (
      select id, sum(amount) as all,
        sum(amount) filter (where state <> 'written_off' and passed) as good,
        sum(amount) filter (where state in ('in_work', 'held', 'escalated') and not passed) as ahead
      from unit_need group by id
    )
    select n.order_id as "orderId", n.order_stage_id as "stageId", n.variant_id as "variantId", n.item_id as "itemId",
      n.required, n.planned_price as "plannedPrice", far.all, coalesce(far.good, 0) as good,
      coalesce(far.ahead, 0) as ahead
    from order_norm n
    left join far on far.id = n.id
    where n.workspace_id = ${tx.workspaceId} and n.order_id = any(${orderIds}::uuid[])
    order by n.order_id, n.order_stage_id, n.position, n.id`.execute(tx.db);
  return rows.map(({ good, ahead, all, ...norm }) => ({
    ...norm,
    needs: all === null ? null : { good, ahead, all },
  }));
}

type StageRow = { orderId: Id; stageId: Id; seconds: number; good: Decimal; ahead: Decimal };

/**
 * How far units have come. A lot has passed a stage for the first time once it has begun it and the cost of that pass
 * is captured; units that left a run under way take their share of it when it ends, wherever they are by then.
 */
async function readStages(tx: Tx, orderIds: readonly Id[]): Promise<Of<StageNow>[]> {
  const ofOrders = sql`workspace_id = ${tx.workspaceId} and order_id = any(${orderIds}::uuid[])`;
  const { rows } = await sql<StageRow>`
    with own as (
      select order_id, id, state, units::numeric as units, begun from lot
      where ${ofOrders} and units > 0
    ), under_way as (
      select lot_id, order_stage_id, left_units from run
      where ${ofOrders} and cycle = 0 and started_at is not null and not cost_captured and state <> 'void'
    ), not_captured as (
      select lot_id, order_stage_id, sum(units) as units
      from (
        select u.lot_id, u.order_stage_id, own.units from under_way u join own on own.id = u.lot_id
        union all
        select (gone ->> 'lotId')::uuid, u.order_stage_id, (gone ->> 'units')::numeric
        from under_way u cross join jsonb_array_elements(u.left_units) gone
      ) each
      group by lot_id, order_stage_id
    ), passed as (
      select own.order_id, begun.stage_id::uuid as stage_id, own.state,
        sum(greatest(own.units - coalesce(n.units, 0), 0)) as units
      from own
      cross join jsonb_each_text(own.begun) begun(stage_id, times)
      left join not_captured n on n.lot_id = own.id and n.order_stage_id = begun.stage_id::uuid
      where begun.times::integer > 0
      group by own.order_id, begun.stage_id, own.state
    )
    select s.order_id as "orderId", s.id as "stageId",
      case when s.active then s.set_up_seconds + s.batch_seconds + s.unit_seconds * o.ordered else 0 end as seconds,
      round(coalesce(sum(p.units) filter (where p.state <> 'written_off'), 0), 6) as good,
      round(greatest(o.in_work - coalesce(sum(p.units) filter (where p.state in ('in_work', 'held', 'escalated')), 0), 0), 6)
        as ahead
    from order_stage s
    join production_order o on o.workspace_id = ${tx.workspaceId} and o.id = s.order_id
    left join passed p on p.order_id = s.order_id and p.stage_id = s.id
    where s.workspace_id = ${tx.workspaceId} and s.order_id = any(${orderIds}::uuid[])
    group by s.order_id, s.id, s.position, s.active, s.set_up_seconds, s.batch_seconds, s.unit_seconds, o.ordered, o.in_work
    order by s.order_id, s.position, s.id`.execute(tx.db);
  return rows;
}

/** Run by run where something was lost, else added up over all runs of a stage and cycle: a thousand units are few rows. */
async function readCaptured(
  tx: Tx,
  orderIds: readonly Id[],
  lost: ReadonlyMap<Id, LostOfRun>,
): Promise<Of<CapturedSum>[]> {
  type Row = Of<Omit<CapturedSum, "category">> & { category: CostCategory };
  const { rows } = await sql<Row>`
    select c.order_id as "orderId", c.run_id as "runId", c.order_stage_id as "stageId", c.cycle, c.category,
      c.variant_id as "variantId", c.member_id as "memberId", sum(c.quantity) as quantity, sum(c.amount) as amount
    from (
      select order_id, case when run_id = any(${[...lost.keys()]}::uuid[]) then run_id end as run_id, order_stage_id,
        cycle, category, variant_id, member_id, quantity, amount
      from cost_line where workspace_id = ${tx.workspaceId} and order_id = any(${orderIds}::uuid[])
    ) c
    group by c.order_id, c.run_id, c.order_stage_id, c.cycle, c.category, c.variant_id, c.member_id
    having sum(c.quantity) <> 0 or sum(c.amount) <> 0
    order by c.order_id, c.order_stage_id, c.cycle, c.category = 'labour', c.category, c.run_id, c.variant_id, c.member_id`.execute(
    tx.db,
  );
  return rows;
}

async function readItems(tx: Tx, variantIds: readonly Id[]): Promise<ReadonlyMap<Id, Id>> {
  const { rows } = await sql<{ id: Id; itemId: Id }>`
    select id, item_id as "itemId" from variant
    where workspace_id = ${tx.workspaceId} and id = any(${variantIds}::uuid[])`.execute(tx.db);
  return new Map(rows.map(({ id, itemId }) => [id, itemId]));
}
