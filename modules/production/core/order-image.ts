import { type Decimal, decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Lot, Order, OrderNorm, Run, WorkInterval } from "./order-state.ts";

/**
 * A row as it lies in a fact: decimals and instants as text. An undo writes down what each row has become, so
 * that folding the log needs no second knowledge of how acts are taken back.
 */
type Image<T> = {
  [K in keyof T]: T[K] extends Date
    ? string
    : T[K] extends Date | null
      ? string | null
      : T[K] extends number
        ? T[K]
        : T[K] extends Decimal
          ? string
          : T[K];
};
export type RunImage = Image<Run>;
export type WorkIntervalImage = Image<WorkInterval>;
export type LotImage = Image<Lot>;
export type NormImage = { id: Id; variantId: Id | null; consumed: string; required: string };
/** The columns of an order that an act on work changes. */
export type OrderImage = {
  ordered: number;
  over: number;
  received: number;
  inWork: number;
  writtenOff: number;
  withdrawn: number;
  startedAt: string | null;
  finishedAt: string | null;
  cancelReason: string | null;
  upsellIds: readonly Id[];
  cost: string;
  receivedCost: string;
  separateLoss: string;
  lateDifference: string;
  carried: string;
};

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
const instant = (at: string | null): Date | null => (at === null ? null : new Date(at));

export const runImage = (run: Run): RunImage => ({
  ...run,
  availableAt: run.availableAt.toISOString(),
  plannedStart: iso(run.plannedStart),
  plannedFinish: iso(run.plannedFinish),
  startedAt: iso(run.startedAt),
  finishedAt: iso(run.finishedAt),
  since: run.since.toISOString(),
});
export const runOfImage = (image: RunImage): Run => ({
  ...image,
  // Older facts know of no subcontractors.
  performerSubcontractorId: image.performerSubcontractorId ?? null,
  availableAt: new Date(image.availableAt),
  plannedStart: instant(image.plannedStart),
  plannedFinish: instant(image.plannedFinish),
  startedAt: instant(image.startedAt),
  finishedAt: instant(image.finishedAt),
  since: new Date(image.since),
});

export const intervalImage = (interval: WorkInterval): WorkIntervalImage => ({
  ...interval,
  startedAt: interval.startedAt.toISOString(),
  endedAt: iso(interval.endedAt),
  seenAt: iso(interval.seenAt),
});
export const intervalOfImage = (image: WorkIntervalImage): WorkInterval => ({
  ...image,
  startedAt: new Date(image.startedAt),
  endedAt: instant(image.endedAt),
  // Older facts know of no signs of life.
  seenAt: instant(image.seenAt ?? null),
});

export const lotImage = (lot: Lot): LotImage => ({
  ...lot,
  firstPass: text(lot.firstPass),
  rework: text(lot.rework),
  absorbed: text(lot.absorbed),
  receivableAt: iso(lot.receivableAt),
  finishedAt: iso(lot.finishedAt),
});
export const lotOfImage = (image: LotImage): Lot => ({
  ...image,
  firstPass: decimal(image.firstPass),
  rework: decimal(image.rework),
  absorbed: decimal(image.absorbed),
  receivableAt: instant(image.receivableAt),
  finishedAt: instant(image.finishedAt),
});

export const normImage = (norm: OrderNorm): NormImage => ({
  id: norm.id,
  variantId: norm.variantId,
  consumed: text(norm.consumed),
  required: text(norm.required),
});
export const normWithImage = (norm: OrderNorm, image: NormImage): OrderNorm => ({
  ...norm,
  variantId: image.variantId,
  consumed: decimal(image.consumed),
  required: decimal(image.required),
});

export const orderImage = (order: Order): OrderImage => ({
  ordered: order.ordered,
  over: order.over,
  received: order.received,
  inWork: order.inWork,
  writtenOff: order.writtenOff,
  withdrawn: order.withdrawn,
  startedAt: iso(order.startedAt),
  finishedAt: iso(order.finishedAt),
  cancelReason: order.cancelReason,
  upsellIds: order.upsellIds,
  cost: text(order.cost),
  receivedCost: text(order.receivedCost),
  separateLoss: text(order.separateLoss),
  lateDifference: text(order.lateDifference),
  carried: text(order.carried),
});
export const orderWithImage = (order: Order, image: OrderImage): Order => ({
  ...order,
  ...image,
  startedAt: instant(image.startedAt),
  finishedAt: instant(image.finishedAt),
  cost: decimal(image.cost),
  receivedCost: decimal(image.receivedCost),
  separateLoss: decimal(image.separateLoss),
  lateDifference: decimal(image.lateDifference),
  carried: decimal(image.carried),
});
