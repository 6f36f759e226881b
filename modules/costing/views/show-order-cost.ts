import { sql } from "kysely";
import { type Decimal, decimal, roundMoney, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { costingRoutes } from "#modules/costing/contract/routes.ts";
import {
  addToCategory,
  type ByCategory,
  type CostCategory,
  defectLossOf,
  type LotCost,
  noCost,
  totalOf,
  unitCost,
  withoutLoss,
} from "#modules/costing/core/cost-breakdown.ts";
import { lossOfOrder } from "./loss-of-order.ts";
import { type CostInFour, findBatchOf, type OfBatch, shareInFour } from "./share-of-batch.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { unitOfSubcontracting } from "./unit-of-subcontracting.ts";

type Route = typeof costingRoutes.showOrderCost;
type Answer = Output<Route>;

/** A list of lines has an end, and the sums do not depend on it: they are made in SQL. */
const shownLines = 1000;

export async function showOrderCost(tx: Tx, input: Input<Route>, viewer: Viewer): Promise<Result<Answer>> {
  const order = await readOrder(tx, input.orderId);
  if (order === undefined) return no("order_unknown", {}, ["orderId"]);
  const seesReal = viewer.may("order.cost");
  const sums = await readSums(tx, input.orderId, seesReal);
  const ofBatch = await findBatchOf(tx, input.orderId);
  return ok({
    planned: {
      ...textsOf({
        material: order.planned_material,
        labour: order.planned_labour,
        subcontracting: order.planned_subcontracting,
      }),
      total: text(order.planned_cost),
      perUnit: text(roundMoney(order.planned_cost.div(order.ordered))),
    },
    real: seesReal ? await realOf(tx, input.orderId, order, sums, ofBatch) : null,
    batch: ofBatch === null ? null : { orderId: ofBatch.batchOrderId, number: ofBatch.batchNumber },
    // What was made in a batch has been spent at the batch's stages.
    stages: stagesOf(sums, seesReal && ofBatch === null),
    lines: seesReal ? await readLines(tx, input.orderId, viewer.may("rate.read")) : [],
  });
}

type OrderRow = {
  ordered: number;
  received: number;
  in_work: number;
  defect_accounting: "included" | "separate";
  planned_cost: Decimal;
  planned_material: Decimal;
  planned_labour: Decimal;
  planned_subcontracting: Decimal;
  cost: Decimal;
  received_cost: Decimal;
  separate_loss: Decimal;
  late_difference: Decimal;
  carried: Decimal;
};

async function readOrder(tx: Tx, orderId: Id): Promise<OrderRow | undefined> {
  const { rows } = await sql<OrderRow>`
    select ordered, received, in_work, defect_accounting, planned_cost, planned_material, planned_labour,
      planned_subcontracting, cost, received_cost, separate_loss, late_difference, carried
    from production_order where workspace_id = ${tx.workspaceId} and id = ${orderId}`.execute(tx.db);
  return rows[0];
}

async function readLots(tx: Tx, orderId: Id): Promise<LotCost[]> {
  const { rows } = await sql<{ state: string; first_pass: Decimal; rework: Decimal }>`
    select state, sum(first_pass) as first_pass, sum(rework) as rework
    from lot where workspace_id = ${tx.workspaceId} and order_id = ${orderId}
    group by state`.execute(tx.db);
  return rows.map((row) => ({ state: row.state, firstPass: row.first_pass, rework: row.rework }));
}

type SumRow = {
  stage_id: Id;
  name: string;
  cycle: number;
  is_plan: boolean;
  category: CostCategory | null;
  amount: Decimal | null;
};

/** Plan and fact by stage, cycle and category, summed apart from each other: a join would multiply them. */
async function readSums(tx: Tx, orderId: Id, seesReal: boolean): Promise<SumRow[]> {
  const { rows } = await sql<SumRow>`
    select s.id as stage_id, s.name, coalesce(c.cycle, 0) as cycle, coalesce(c.is_plan, true) as is_plan, c.category, c.amount
    from order_stage s
    left join (
      select order_stage_id, 0 as cycle, true as is_plan, category, sum(amount) as amount
      from planned_cost_line where workspace_id = ${tx.workspaceId} and order_id = ${orderId}
      group by order_stage_id, category
      union all
      select order_stage_id, cycle, false, category, sum(amount)
      from cost_line where workspace_id = ${tx.workspaceId} and order_id = ${orderId} and ${seesReal}
      group by order_stage_id, cycle, category
    ) c on c.order_stage_id = s.id
    where s.workspace_id = ${tx.workspaceId} and s.order_id = ${orderId} and (s.active or c.amount is not null)
    order by s.position, cycle`.execute(tx.db);
  return rows;
}

function sumUp(rows: readonly SumRow[]): ByCategory {
  return rows.reduce(
    (sums, row) =>
      row.category === null || row.amount === null ? sums : addToCategory(sums, row.category, row.amount),
    noCost,
  );
}

function stagesOf(rows: readonly SumRow[], seesReal: boolean): Answer["stages"] {
  const cycles = Map.groupBy(rows, (row) => `${row.stage_id} ${row.cycle}`);
  return [...cycles.values()].flatMap((ofCycle) => {
    const [first] = ofCycle;
    // A further cycle that was taken back whole is no cycle.
    if (first === undefined || (first.cycle > 0 && ofCycle.every((row) => row.amount?.eq(0) === true)))
      return [];
    const planned = sumUp(ofCycle.filter((row) => row.is_plan));
    const real = sumUp(ofCycle.filter((row) => !row.is_plan));
    return [
      {
        stageId: first.stage_id,
        name: first.name,
        cycle: first.cycle,
        planned: { ...textsOf(planned), total: text(totalOf(planned)) },
        real: seesReal ? { ...textsOf(real), total: text(totalOf(real)) } : null,
      },
    ];
  });
}

async function realOf(
  tx: Tx,
  orderId: Id,
  order: OrderRow,
  sums: readonly SumRow[],
  ofBatch: OfBatch | null,
): Promise<NonNullable<Answer["real"]>> {
  const { used, loss } =
    ofBatch === null
      ? await usedAndLost(tx, orderId, sums)
      : await shareInFour(
          tx,
          orderId,
          ofBatch,
          await usedAndLost(tx, ofBatch.batchOrderId, await readSums(tx, ofBatch.batchOrderId, true)),
        );
  const total = totalOf(used).plus(loss);
  const perUnit = unitCost(total, loss, order.received, order.defect_accounting);
  return {
    ...textsOf(used),
    defectLoss: text(loss),
    total: text(total),
    perUnit: perUnit === null ? null : text(perUnit),
    provisional: order.in_work > 0,
    received: text(order.received_cost),
    carried: text(order.carried),
    separateLoss: text(order.separate_loss),
    lateDifferences: text(order.late_difference),
  };
}

async function usedAndLost(tx: Tx, orderId: Id, sums: readonly SumRow[]): Promise<CostInFour> {
  const captured = sumUp(sums.filter((row) => !row.is_plan));
  const loss = defectLossOf(await readLots(tx, orderId));
  return { used: withoutLoss(captured, await lossOfOrder(tx, orderId, loss)), loss };
}

type LineRow = {
  id: Id;
  stage_name: string;
  cycle: number;
  category: CostCategory;
  name: string | null;
  quantity: Decimal;
  unit: string | null;
  rate: Decimal;
  amount: Decimal;
  no_price: boolean;
  reason: string | null;
  at: Date;
};

async function readLines(tx: Tx, orderId: Id, seesRates: boolean): Promise<Answer["lines"]> {
  const { rows } = await sql<LineRow>`
    select c.id, s.name as stage_name, c.cycle, c.category, coalesce(m.name, u.name, concat_ws(', ', i.name, nullif(v.name, i.name))) as name,
      c.quantity, coalesce(i.unit, ${unitOfSubcontracting(tx)}) as unit, c.rate, c.amount, c.no_price, c.reason, c.at
    from cost_line c
    join order_stage s on s.workspace_id = ${tx.workspaceId} and s.id = c.order_stage_id
    left join variant v on v.workspace_id = ${tx.workspaceId} and v.id = c.variant_id
    left join item i on i.workspace_id = ${tx.workspaceId} and i.id = v.item_id
    left join member m on m.workspace_id = ${tx.workspaceId} and m.id = c.member_id
    left join subcontractor u on u.workspace_id = ${tx.workspaceId} and c.category = 'subcontracting'
      and u.id = s.performer_subcontractor_id
    where c.workspace_id = ${tx.workspaceId} and c.order_id = ${orderId}
    order by s.position, c.cycle, c.at, c.id
    limit ${shownLines}`.execute(tx.db);
  return rows.map((row) => {
    const isLabour = row.category === "labour";
    return {
      id: row.id,
      stageName: row.stage_name,
      cycle: row.cycle,
      category: row.category,
      name: row.name ?? "",
      // Labour lies in whole seconds, and is paid and read by the hour.
      quantity: text(isLabour ? row.quantity.div(secondsInHour).round(6) : row.quantity),
      unit: isLabour ? "h" : (row.unit ?? ""),
      rate: isLabour && !seesRates ? null : text(row.rate),
      amount: text(row.amount),
      noPrice: row.no_price,
      reason: row.reason,
      at: row.at.toISOString(),
    };
  });
}

const secondsInHour = decimal(3600);

function textsOf(sums: ByCategory): Record<CostCategory, string> {
  return {
    material: text(sums.material),
    labour: text(sums.labour),
    subcontracting: text(sums.subcontracting),
  };
}
