import { sql } from "kysely";
import { v7 as newId } from "uuid";
import { type Decimal, decimal, sum, text, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Unit } from "#kernel/unit.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { emptyStock, type Stock } from "#modules/inventory/core/stock-state.ts";
import { readStock } from "#modules/inventory/store/read-stock.ts";
import type { productionRoutes } from "#modules/production/contract/routes.ts";
import { type OrderChange, unchanged } from "#modules/production/core/order-change.ts";
import { type OrderState, runOf } from "#modules/production/core/order-state.ts";
import { secondsByMember } from "#modules/production/core/work-time.ts";
import { loadOrder, orderOfRun } from "#modules/production/store/load-order.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { applyMaterial } from "./apply-material.ts";
import { applyTime } from "./apply-time.ts";
import { readAskedTime } from "./asked-time.ts";

type Effect = Output<typeof productionRoutes.previewTimeCorrection>;

/** What a correction would do, by the very steps that do it; nothing is locked or kept. */
export async function previewTimeCorrection(
  tx: Tx,
  input: Input<typeof productionRoutes.previewTimeCorrection>,
  viewer: Viewer,
): Promise<Result<Effect>> {
  const state = await orderToLookAt(tx, input.runId);
  if (state === null) return no("run_unknown", {}, ["runId"]);
  const asked = await readAskedTime(tx, state, input, viewer);
  if (!asked.ok) return asked;
  const wish = { ...asked.value, correctionId: newId(), reason: "" };
  const applied = await applyTime(tx, actOf(viewer), unchanged(state), wish, false);
  if (!applied.ok) return applied;
  return ok(await effectOf(tx, applied.value, emptyStock, viewer));
}

export async function previewMaterialCorrection(
  tx: Tx,
  input: Input<typeof productionRoutes.previewMaterialCorrection>,
  viewer: Viewer,
): Promise<Result<Effect>> {
  const state = await orderToLookAt(tx, input.runId);
  if (state === null) return no("run_unknown", {}, ["runId"]);
  const { runId, materials } = input;
  const wish = { runId, materials, before: null, correctionId: newId(), reason: "" };
  const applied = await applyMaterial(tx, actOf(viewer), unchanged(state), wish, readStock);
  if (!applied.ok) return applied;
  return ok(await effectOf(tx, applied.value.change, applied.value.stock, viewer));
}

const actOf = (viewer: Viewer) => ({ now: viewer.now, actor: viewer.actor, newId });

async function orderToLookAt(tx: Tx, runId: Id): Promise<OrderState | null> {
  const orderId = await orderOfRun(tx, runId);
  return orderId === null ? null : loadOrder(tx, orderId);
}

async function effectOf(tx: Tx, change: OrderChange, stock: Stock, viewer: Viewer): Promise<Effect> {
  const seesCost = viewer.may("order.cost");
  const { before, state } = change;
  const [from, to] = [before.order, state.order];
  return {
    captured: touchedRuns(change).some((runId) => runOf(state, runId).costCaptured),
    people: await peopleOf(tx, change, viewer),
    stock: await movedOf(tx, stock),
    cost: seesCost
      ? {
          before: text(from.cost),
          after: text(to.cost),
          difference: text(to.cost.minus(from.cost)),
          carried: text(to.carried.minus(from.carried)),
          late: text(to.lateDifference.minus(from.lateDifference)),
          loss: text(to.separateLoss.minus(from.separateLoss)),
        }
      : null,
  };
}

const touchedRuns = (change: OrderChange): readonly Id[] =>
  change.facts.flatMap((fact) =>
    fact.kind === "time_corrected"
      ? fact.data.runIds
      : fact.kind === "material_corrected"
        ? [fact.data.runId]
        : [],
  );

/** Of those whose hours change: paid seconds and what they cost on the runs that are corrected. */
async function peopleOf(tx: Tx, change: OrderChange, viewer: Viewer): Promise<Effect["people"]> {
  const corrected = change.facts.find((fact) => fact.kind === "time_corrected");
  if (corrected?.kind !== "time_corrected") return [];
  const { runIds, memberIds } = corrected.data;
  const seconds = (state: OrderState, memberId: Id): number =>
    runIds.reduce((total, runId) => total + (secondsByMember(state, runId).get(memberId) ?? 0), 0);
  const { rows: names } = await sql<{ id: Id; name: string; amount: Decimal }>`
    select m.id, m.name, coalesce((
      select sum(c.amount) from cost_line c
      where c.workspace_id = m.workspace_id and c.member_id = m.id and c.run_id = any(${runIds}::uuid[])), 0) as amount
    from member m where m.workspace_id = ${tx.workspaceId} and m.id = any(${memberIds}::uuid[])
    order by m.name, m.id`.execute(tx.db);
  const lines = change.facts.flatMap((fact) => (fact.kind === "run_cost_corrected" ? fact.data.lines : []));
  const seesCost = viewer.may("order.cost");
  return names.map(({ id, name, amount }) => {
    const difference = sum(lines.filter((line) => line.memberId === id).map((line) => decimal(line.amount)));
    return {
      memberId: id,
      name,
      secondsBefore: seconds(change.before, id),
      secondsAfter: seconds(change.state, id),
      amountBefore: seesCost ? text(amount) : null,
      amountAfter: seesCost ? text(amount.plus(difference)) : null,
    };
  });
}

async function movedOf(tx: Tx, stock: Stock): Promise<Effect["stock"]> {
  const moved = new Map<Id, Decimal>();
  for (const movement of stock.movements) {
    moved.set(movement.balanceId, movement.quantity.plus(moved.get(movement.balanceId) ?? zero));
  }
  const balances = [...moved.keys()].flatMap((id) => stock.state.balances.get(id) ?? []);
  const keys = balances.map((balance) => ({
    balance_id: balance.id,
    variant_id: balance.variantId,
    warehouse_id: balance.warehouseId,
  }));
  const { rows } = await sql<{
    balance_id: string;
    variantId: Id;
    itemName: string;
    variantName: string;
    unit: Unit;
    warehouseName: string;
  }>`
    select k.balance_id, v.id as "variantId", i.name as "itemName", v.name as "variantName", i.unit, w.name as "warehouseName"
    from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k(balance_id text, variant_id uuid, warehouse_id uuid)
    join variant v on v.workspace_id = ${tx.workspaceId} and v.id = k.variant_id
    join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
    join warehouse w on w.workspace_id = v.workspace_id and w.id = k.warehouse_id
    order by i.name, v.name`.execute(tx.db);
  return rows.map(({ balance_id: id, ...row }) => ({
    ...row,
    quantity: text(moved.get(id) ?? zero),
    onHandAfter: text(stock.state.balances.get(id)?.onHand ?? zero),
  }));
}
