import * as fc from "fast-check";
import { type Decimal, decimal, lesser, roundMoney, sum } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { adjustStock } from "#modules/inventory/core/adjust-stock.ts";
import type { Batch } from "#modules/inventory/core/batch-state.ts";
import { countBatches } from "#modules/inventory/core/count-batches.ts";
import { issueStock } from "#modules/inventory/core/issue-stock.ts";
import { receiveStock } from "#modules/inventory/core/receive-stock.ts";
import { moveReservation } from "#modules/inventory/core/move-reservation.ts";
import { reduceReservation } from "#modules/inventory/core/reduce-reservation.ts";
import { letGoReservation, releaseReservation } from "#modules/inventory/core/release-reservation.ts";
import { reprioritiseReservations } from "#modules/inventory/core/reprioritise-reservations.ts";
import { reserveStock } from "#modules/inventory/core/reserve-stock.ts";
import { remainderOf, returnStock } from "#modules/inventory/core/return-stock.ts";
import {
  type Movement,
  type Stock,
  type StockContext,
  freeOf,
  missingOf,
} from "#modules/inventory/core/stock-state.ts";
import { transferStock } from "#modules/inventory/core/transfer-stock.ts";
import { valueCaptured } from "#modules/inventory/core/value-captured.ts";

/** What may happen to stock, at random. Places and norms are numbers into the world that the test has made. */
export type Step =
  | { kind: "receive" | "output"; place: number; quantity: string; price: string; batch?: number | null }
  | { kind: "issue" | "scrap"; norm: number; quantity: string; allowNegative: boolean }
  | { kind: "issue what is there"; norm: number }
  | { kind: "return"; which: number; share: number }
  | { kind: "reserve"; norm: number; quantity: string; rank: number; dueDay: number | null }
  | { kind: "release" | "let go"; norm: number }
  | { kind: "move"; from: number; to: number; quantity: string }
  | { kind: "reprioritise"; norm: number; rank: number; dueDay: number | null }
  | { kind: "count"; place: number; quantity: string }
  | { kind: "count batches"; place: number; batches: readonly string[]; without: string }
  | { kind: "transfer"; from: number; to: number; quantity: string }
  | { kind: "ship"; place: number; quantity: string }
  | { kind: "capture"; place: number; left: string; captured: string };

/** Small and large, whole and to the last place: where roundings bite. */
export const quantities = fc.oneof(
  fc.integer({ min: 1, max: 12 }).map(String),
  fc.constantFrom("0.000001", "0.333333", "2.5", "1000000.000007"),
  fc.integer({ min: 1, max: 9_999_999 }).map((millionths) => decimal(millionths).div(1_000_000).toFixed()),
);
export const prices = fc.oneof(
  fc.constantFrom("0", "0.0001", "0.3333", "10", "99999.9999"),
  fc.integer({ min: 0, max: 500_000 }).map((parts) => decimal(parts).div(10_000).toFixed()),
);

export function stepsOver(places: number, norms: number): fc.Arbitrary<Step> {
  const place = fc.nat(places - 1);
  const norm = fc.nat(norms - 1);
  const quantity = quantities;
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constantFrom("receive", "output"),
        place,
        quantity,
        price: prices,
        batch: fc.option(fc.nat(2)),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constantFrom("issue", "scrap"),
        norm,
        quantity,
        allowNegative: fc.boolean(),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("issue what is there"), norm }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant("return"),
        which: fc.nat(5),
        share: fc.constantFrom(1, 2, 3),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant("reserve"),
        norm,
        quantity,
        rank: fc.nat(3),
        dueDay: fc.option(fc.nat(3)),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("release", "let go"), norm }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("move"), from: norm, to: norm, quantity }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("reprioritise"),
        norm,
        rank: fc.nat(3),
        dueDay: fc.option(fc.nat(3)),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("count"),
        place,
        quantity: fc.oneof(quantity, fc.constant("0")),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("transfer"), from: place, to: place, quantity }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("count batches"),
        place,
        batches: fc.array(fc.oneof(quantity, fc.constant("0")), { minLength: 1, maxLength: 3 }),
        without: fc.oneof(quantity, fc.constant("0")),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("ship"), place, quantity }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant("capture"), place, left: prices, captured: prices }),
    },
  );
}

export type NormInWorld = {
  readonly id: Id;
  readonly orderId: Id;
  readonly runId: Id;
  readonly place: number;
  /** Its runs do again what was done: every third norm's do. */
  readonly rework: boolean;
};
export type World = {
  /** the balance of each place */
  readonly balanceIds: readonly Id[];
  /** places with the same number hold the same variant, so that a transfer between them is one */
  readonly variants: readonly number[];
  readonly norms: readonly NormInWorld[];
  /** batches of each variant: one that has expired, one that has not, one without a date */
  readonly batches: readonly (readonly BatchInWorld[])[];
};

export type BatchInWorld = Pick<Batch, "id" | "bestBefore">;

function batchesOf(world: World, place: number): readonly BatchInWorld[] {
  return world.batches[world.variants[place] ?? 0] ?? [];
}

export const dueOf = (day: number | null): Date | null =>
  day === null ? null : new Date(Date.UTC(2026, 5, 1 + day));

/** Does the step with the rules; a refusal, and a step that means nothing here, leave stock as it is. */
export function takeStep(
  stock: Stock,
  step: Step,
  world: World,
  history: readonly Movement[],
  context: StockContext,
): Stock {
  const balanceId = (place: number): Id => at(world.balanceIds, place);
  switch (step.kind) {
    case "receive":
    case "output": {
      const quantity = decimal(step.quantity);
      const value = roundMoney(quantity.times(decimal(step.price)));
      const kind = step.kind === "receive" ? "receipt" : "output";
      const batch = typeof step.batch === "number" ? at(batchesOf(world, step.place), step.batch) : null;
      return receiveStock(stock, { balanceId: balanceId(step.place), quantity, value, kind, batch }, context);
    }
    case "issue":
    case "scrap":
      return issueFor(stock, at(world.norms, step.norm), decimal(step.quantity), step, world, context);
    case "issue what is there": {
      const norm = at(world.norms, step.norm);
      const there = stock.state.balances.get(balanceId(norm.place))?.onHand;
      if (there === undefined || there.lte(0)) return stock;
      return issueFor(stock, norm, there, { kind: "issue", allowNegative: false }, world, context);
    }
    case "return": {
      const issue = issueToReturn(step, history);
      if (issue === null) return stock;
      const left = issue.quantity.neg();
      const rework = world.norms.find((norm) => norm.id === issue.normId)?.rework ?? false;
      return returnStock(stock, { movement: issue, quantity: partOf(left, step.share), rework }, context);
    }
    case "reserve": {
      const norm = at(world.norms, step.norm);
      const { id: normId, orderId } = norm;
      const reserving = {
        balanceId: balanceId(norm.place),
        normId,
        orderId,
        wanted: decimal(step.quantity),
        priorityRank: step.rank,
        dueAt: dueOf(step.dueDay),
      };
      const held = stock.state.reservations.get(normId);
      const less = held?.closed === false ? reduceReservation(stock, reserving, context) : stock;
      return reserveStock(less, reserving, context).stock;
    }
    case "let go":
      return letGoReservation(stock, at(world.norms, step.norm).id, context);
    case "move": {
      const [from, to] = [at(world.norms, step.from), at(world.norms, step.to)];
      const [held, short] = [stock.state.reservations.get(from.id), stock.state.reservations.get(to.id)];
      if (held === undefined || short === undefined) return stock;
      // At random it would nearly always be too much.
      const quantity = [held.quantity, missingOf(short)].reduce(lesser, decimal(step.quantity));
      if (quantity.eq(0)) return stock;
      const moving = { fromNormId: from.id, toNormId: to.id, quantity };
      const moved = moveReservation(stock, moving, context);
      return moved.ok ? moved.value : stock;
    }
    case "release":
      return releaseReservation(stock, { normId: at(world.norms, step.norm).id }, context);
    case "reprioritise": {
      const { orderId } = at(world.norms, step.norm);
      return reprioritiseReservations(
        stock,
        { orderId, priorityRank: step.rank, dueAt: dueOf(step.dueDay) },
        context,
      );
    }
    case "count":
      return adjustStock(
        stock,
        { balanceId: balanceId(step.place), counted: decimal(step.quantity), note: "" },
        context,
      );
    case "count batches": {
      const batches = step.batches.flatMap((counted, place) => {
        const batch = batchesOf(world, step.place)[place];
        return batch === undefined ? [] : [{ batch, counted: decimal(counted) }];
      });
      const counted = sum(batches.map((row) => row.counted)).plus(decimal(step.without));
      const after = countBatches(
        stock,
        { balanceId: balanceId(step.place), counted, note: "", batches },
        context,
      );
      return after.ok ? after.value : stock;
    }
    case "transfer": {
      if (step.from === step.to || world.variants[step.from] !== world.variants[step.to]) return stock;
      const moved = transferStock(
        stock,
        {
          fromBalanceId: balanceId(step.from),
          toBalanceId: balanceId(step.to),
          quantity: decimal(step.quantity),
        },
        context,
      );
      return moved.ok ? moved.value : stock;
    }
    case "ship": {
      const balance = stock.state.balances.get(balanceId(step.place));
      const shipped = issueStock(
        stock,
        {
          balanceId: balanceId(step.place),
          quantity: decimal(step.quantity),
          kind: "shipment",
          orderId: null,
          runId: null,
          normId: null,
          allowNegative: true,
        },
        context,
      );
      if (shipped.ok && balance !== undefined && decimal(step.quantity).gt(freeOf(balance))) {
        throw new Error("More was shipped than was free");
      }
      return shipped.ok ? shipped.value : stock;
    }
    case "capture": {
      const runId = at(world.norms, 0).runId;
      const [valueLeft, captured] = [decimal(step.left), decimal(step.captured)];
      return valueCaptured(stock, { balanceId: balanceId(step.place), runId, valueLeft, captured }, context);
    }
  }
}

function issueFor(
  stock: Stock,
  norm: NormInWorld,
  quantity: Decimal,
  how: { kind: "issue" | "scrap"; allowNegative: boolean },
  world: World,
  context: StockContext,
): Stock {
  const { id: normId, orderId, runId, rework } = norm;
  const balanceId = at(world.balanceIds, norm.place);
  const { kind, allowNegative } = how;
  const issued = issueStock(
    stock,
    { balanceId, quantity, orderId, runId, normId, kind, allowNegative, rework },
    context,
  );
  return issued.ok ? issued.value : stock;
}

/** What is left of the newest, second newest … issue that has not come back. */
export function issueToReturn(step: { which: number }, history: readonly Movement[]): Movement | null {
  const issues = history
    .filter((movement) => movement.kind === "issue")
    .map((issue) => remainderOf(issue, history))
    .filter((left) => left.quantity.lt(0));
  return issues.at(-1 - (step.which % Math.max(issues.length, 1))) ?? null;
}

function partOf(quantity: Decimal, share: number): Decimal {
  const part = quantity.div(share).round(6, 0);
  return part.gt(0) ? part : quantity;
}

export function at<T>(list: readonly T[], place: number): T {
  const found = list[place];
  if (found === undefined) throw new Error(`There is no ${place}`);
  return found;
}
