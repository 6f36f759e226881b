import { sql } from "kysely";
import { v7 as newId } from "uuid";
import { type Decimal, text, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Unit } from "#kernel/unit.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { readStock } from "#modules/inventory/store/read-stock.ts";
import type { productionRoutes } from "#modules/production/contract/routes.ts";
import { type OrderState, stageOf } from "#modules/production/core/order-state.ts";
import { runStateAt } from "#modules/production/core/run-table.ts";
import { loadOrder } from "#modules/production/store/load-order.ts";
import { type ActOnOrder, findActOnOrder, findFinishOfRun } from "#modules/production/store/order-log.ts";
import { dealToMoveBack } from "#modules/automation/views/deal-to-move-back.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { type TakenBack, takeBack } from "./take-back.ts";
import { undoWithin } from "./undo-work.ts";

type Route = typeof productionRoutes.previewUndo;
type Preview = Output<Route>;

/** What an undo would take back, by the very steps that do it; nothing is locked or kept. */
export async function previewUndo(tx: Tx, input: Input<Route>, viewer: Viewer): Promise<Result<Preview>> {
  const state = await loadOrder(tx, input.orderId);
  if (state === null) return no("order_unknown", {}, ["orderId"]);
  const commandId =
    input.commandId ??
    (input.runId === undefined ? null : await findFinishOfRun(tx, input.orderId, input.runId));
  const act = commandId === null ? null : await findActOnOrder(tx, input.orderId, commandId);
  const path = [input.runId === undefined ? "commandId" : "runId"];
  if (act === null) return no("undo_unknown", {}, path);
  // Who sees no orders sees what they did themselves, and nothing of what others did.
  const own = viewer.actor.kind === "member" && act.byMember === viewer.actor.memberId;
  if (!own && !viewer.may("order.read")) return no("undo_unknown", {}, path);
  const reason = input.commandId === undefined ? "" : null;
  const moment = { now: viewer.now, newId, actor: viewer.actor };
  const taken = await takeBack(tx, state, { act, reason }, moment, readStock);
  const refusal = refusalOf(act, taken, reason === null, viewer);
  const names = await namesOf(tx, act, taken);
  const deal = await dealToMoveBack(tx, act.commandId);
  return ok({
    commandId: act.commandId,
    verb: act.verb,
    at: act.at.toISOString(),
    byName: names.byName,
    refusal,
    ...(taken.ok ? rowsOf(state, taken.value, viewer) : { runs: [], lots: [] }),
    stock: names.stock,
    reserved: names.reserved,
    cost: viewer.may("order.cost") && taken.ok ? text(costOf(taken.value)) : null,
    statusFrom: state.order.status,
    statusTo: taken.ok ? taken.value.change.state.order.status : state.order.status,
    dealBackTo: deal?.backTo ?? null,
    stays: deal?.stays ?? [],
  });
}

function refusalOf(
  act: ActOnOrder,
  taken: Result<TakenBack>,
  own: boolean,
  viewer: Viewer,
): Preview["refusal"] {
  if (own) {
    const memberId = viewer.actor.kind === "member" ? viewer.actor.memberId : null;
    if (act.byMember !== memberId) return { code: "undo_not_yours", data: {} };
    if (viewer.now.getTime() - act.at.getTime() > undoWithin) return { code: "undo_too_late", data: {} };
  }
  if (taken.ok) return null;
  const data = Object.entries(taken.refusal.data ?? {}).flatMap(([key, value]) =>
    typeof value === "string" || typeof value === "number" || value === null ? [[key, value] as const] : [],
  );
  return { code: taken.refusal.code, data: Object.fromEntries(data) };
}

/** Runs and lots as they are and as they would be; what stays the same to the eye is left out. */
function rowsOf(state: OrderState, { change }: TakenBack, viewer: Viewer): Pick<Preview, "runs" | "lots"> {
  const runs = [...change.state.runs.values()].flatMap((run) => {
    const now = state.runs.get(run.id);
    if (now === undefined || now === run) return [];
    const lotNumber = state.lots.get(run.lotId)?.number ?? "";
    const [from, to] = [runStateAt(now, viewer.now), runStateAt(run, viewer.now)];
    return [{ stageName: stageOf(state, run.stageId).name, lotNumber, from, to }];
  });
  const lots = [...change.state.lots.values()].flatMap((lot) => {
    const now = state.lots.get(lot.id);
    if (now === undefined || (now.state === lot.state && now.units === lot.units)) return [];
    return [{ number: lot.number, from: now.state, to: lot.state, units: lot.units }];
  });
  return { runs, lots };
}

const costOf = ({ change }: TakenBack) => change.before.order.cost.minus(change.state.order.cost);

async function namesOf(
  tx: Tx,
  act: ActOnOrder,
  taken: Result<TakenBack>,
): Promise<{ byName: string | null } & Pick<Preview, "stock" | "reserved">> {
  const moved = taken.ok ? movedBy(taken.value) : new Map<Id, Decimal>();
  const reserved = taken.ok ? reservedBy(taken.value) : [];
  const balances = [...new Set([...moved.keys(), ...reserved.map((row) => row.balanceId)])];
  const { rows } = await sql<{
    by_name: string | null;
    balance_id: Id | null;
    item_name: string;
    variant_name: string;
    unit: Unit;
    warehouse_name: string;
  }>`
    select m.name as by_name, b.id as balance_id, i.name as item_name, v.name as variant_name, i.unit,
      w.name as warehouse_name
    from (select ${act.byMember}::uuid as member_id) who
    left join member m on m.workspace_id = ${tx.workspaceId} and m.id = who.member_id
    left join balance b on b.workspace_id = ${tx.workspaceId} and b.id = any(${balances}::uuid[])
    left join variant v on v.workspace_id = b.workspace_id and v.id = b.variant_id
    left join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
    left join warehouse w on w.workspace_id = b.workspace_id and w.id = b.warehouse_id
    order by i.name, v.name, w.name`.execute(tx.db);
  const shelves = rows.flatMap((row) =>
    row.balance_id === null
      ? []
      : [
          {
            balanceId: row.balance_id,
            shelf: {
              itemName: row.item_name,
              variantName: row.variant_name,
              unit: row.unit,
              warehouseName: row.warehouse_name,
            },
          },
        ],
  );
  return {
    byName: rows[0]?.by_name ?? null,
    stock: shelves.flatMap(({ balanceId, shelf }) => {
      const quantity = moved.get(balanceId);
      return quantity === undefined ? [] : [{ ...shelf, quantity: text(quantity) }];
    }),
    reserved: shelves.flatMap(({ balanceId, shelf }) =>
      reserved
        .filter((row) => row.balanceId === balanceId)
        .map(({ quantity, ofOthers }) => ({ ...shelf, quantity: text(quantity), ofOthers })),
    ),
  };
}

/** By balance: what the order would hold again or let go, and what others would get back that had given way to it. */
function reservedBy({
  change,
  stockBefore,
  stock,
}: TakenBack): { balanceId: Id; quantity: Decimal; ofOthers: boolean }[] {
  const changed = new Map<string, { balanceId: Id; quantity: Decimal; ofOthers: boolean }>();
  for (const [normId, { balanceId, orderId, quantity }] of stock.state.reservations) {
    const before = stockBefore.state.reservations.get(normId)?.quantity ?? zero;
    if (quantity.eq(before)) continue;
    const ofOthers = orderId !== change.state.order.id;
    const key = `${balanceId} ${ofOthers}`;
    const sofar = changed.get(key)?.quantity ?? zero;
    changed.set(key, { balanceId, ofOthers, quantity: sofar.plus(quantity).minus(before) });
  }
  return [...changed.values()]
    .filter((row) => !row.quantity.eq(0))
    .sort((a, b) => Number(a.ofOthers) - Number(b.ofOthers));
}

/** By balance: what would come back to the shelf, or leave it. */
function movedBy({ stock }: TakenBack): Map<Id, Decimal> {
  const moved = new Map<Id, Decimal>();
  for (const movement of stock.movements) {
    const sofar = moved.get(movement.balanceId);
    moved.set(movement.balanceId, sofar === undefined ? movement.quantity : sofar.plus(movement.quantity));
  }
  for (const [balanceId, quantity] of moved) if (quantity.eq(0)) moved.delete(balanceId);
  return moved;
}
