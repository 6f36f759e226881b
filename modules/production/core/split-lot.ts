import { decimal, shareOut, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { fieldOf, mergeLot, moveOn, voidRun } from "./flow-of-lots.ts";
import { type Moment, type OrderChange, record, unchanged } from "./order-change.ts";
import type { CostShareData } from "./order-fact.ts";
import {
  type CountByStage,
  isInWork,
  type Lot,
  lotOf,
  openRunsOfLot,
  type OrderState,
  type Run,
} from "./order-state.ts";
import { runStateAt } from "./run-table.ts";

/** Units leave a lot and become one of their own, with their share of what the lot's units carry. */
export function splitOff(
  change: OrderChange,
  lotId: Id,
  units: number,
  part: { readonly returns?: CountByStage; readonly mergesInto?: Id | null },
  moment: Moment,
): { change: OrderChange; partId: Id } {
  const lot = lotOf(change.state, lotId);
  const partId = moment.newId();
  return {
    partId,
    change: record(change, {
      kind: "lot_split",
      data: {
        lotId,
        part: {
          id: partId,
          number: nextNumber(change.state, lot),
          units,
          done: lot.done,
          begun: lot.begun,
          returns: part.returns ?? lot.returns,
          mergesInto: part.mergesInto ?? null,
          attributes: lot.attributes,
        },
        shares: sharesOfPart(lot, partId, units, moment),
        at: moment.now.toISOString(),
      },
    }),
  };
}

/** 1.1, 1.2, … in the order in which they came to be; numbers of parts that joined again are not given anew. */
function nextNumber(state: OrderState, lot: Lot): string {
  const children = [...state.lots.values()].filter((other) => other.parentId === lot.id).length;
  return `${lot.number}.${children + 1}`;
}

function sharesOfPart(lot: Lot, partId: Id, units: number, moment: Moment): CostShareData[] {
  return (["first_pass", "rework", "absorbed"] as const).flatMap((part) => {
    const [amount] = shareOut(lot[fieldOf[part]], [decimal(units), decimal(lot.units - units)]);
    if (amount === undefined || amount.eq(0)) return [];
    return [
      { id: moment.newId(), lotId: lot.id, part, amount: text(amount.neg()) },
      { id: moment.newId(), lotId: partId, part, amount: text(amount) },
    ];
  });
}

/** By hand, while the lot stands before its stages: nobody has begun what is open. */
export function splitLot(
  state: OrderState,
  lotId: Id,
  units: number,
  moment: Moment,
): Result<{ change: OrderChange; partId: Id }> {
  const lot = state.lots.get(lotId);
  if (lot === undefined || lot.state !== "in_work") return no("lot_unknown", {}, ["lotId"]);
  if (state.order.batchMode !== "split") return no("split_mode_only", { mode: state.order.batchMode });
  if (units >= lot.units) return no("split_all", { units, lot: lot.units }, ["units"]);
  if (openRunsOfLot(state, lotId).some((run) => run.startedAt !== null)) return no("split_started");
  const parted = splitOff(unchanged(state), lotId, units, {}, moment);
  return ok({ partId: parted.partId, change: moveOn(parted.change, [parted.partId], moment) });
}

/** Lots that stand ready at the same stages become the first of them: no wait is cut short by joining. */
export function mergeLots(state: OrderState, lotIds: readonly Id[], moment: Moment): Result<OrderChange> {
  if (state.order.batchMode !== "split") return no("split_mode_only", { mode: state.order.batchMode });
  const lots: Lot[] = [];
  for (const [place, lotId] of [...new Set(lotIds)].entries()) {
    const lot = state.lots.get(lotId);
    if (lot === undefined || !isInWork(lot) || lot.units === 0)
      return no("lot_unknown", {}, ["lotIds", place]);
    lots.push(lot);
  }
  const [into, ...others] = lots;
  if (into === undefined || others.length === 0) return no("lots_apart");
  const place = standsAt(state, into, moment.now);
  if (place === null || others.some((lot) => standsAt(state, lot, moment.now) !== place)) {
    return no("lots_apart");
  }
  let change = unchanged(state);
  for (const lot of others) {
    for (const run of openRunsOfLot(change.state, lot.id)) change = voidRun(change, run, moment);
    change = mergeLot(change, lot.id, into.id, null, moment);
  }
  return ok(change);
}

/** The stages before which a lot stands ready, as one word; null where it doesn't. */
function standsAt(state: OrderState, lot: Lot, now: Date): string | null {
  if (lot.state !== "in_work") return null;
  const open = openRunsOfLot(state, lot.id);
  const isReady = (run: Run): boolean => run.startedAt === null && runStateAt(run, now) === "ready";
  if (open.length === 0 || !open.every(isReady)) return null;
  return [...open.map((run) => run.stageId).sort(), "|", ...Object.keys(lot.done).sort()].join(" ");
}
