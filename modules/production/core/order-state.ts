import type { Decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Role } from "#modules/access/contract/roles.ts";
import type { BatchMode } from "#modules/templates/contract/template-body.ts";
import type { OrderStatus } from "#modules/production/contract/order-card.ts";

/**
 * An order with its lots, runs and work intervals: the thing that is locked, decided on and folded as one.
 * A command may load a part of it (one lot and its runs); the counters on the order keep the whole's sums.
 */
export type Priority = "low" | "normal" | "high" | "urgent";
export const priorityRank: Readonly<Record<Priority, number>> = { low: 0, normal: 1, high: 2, urgent: 3 };

export type Order = {
  readonly id: Id;
  readonly number: number;
  readonly templateVersionId: Id;
  readonly variantId: Id;
  readonly batchMode: BatchMode;
  readonly status: OrderStatus;
  readonly priority: Priority;
  /** "YYYY-MM-DD" in the workspace's calendar; `dueAt` is the end of that day */
  readonly dueDate: string | null;
  readonly dueAt: Date | null;
  readonly notes: string;
  readonly dealId: Id | null;
  readonly dealLineId: Id | null;
  readonly responsibleId: Id | null;
  readonly warehouseId: Id;
  readonly defectAccounting: "included" | "separate";
  readonly overYield: Decimal;
  readonly ordered: number;
  readonly over: number;
  readonly received: number;
  readonly inWork: number;
  readonly writtenOff: number;
  readonly withdrawn: number;
  readonly plannedStart: Date | null;
  readonly plannedFinish: Date | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly cancelReason: string | null;
  readonly planned: PlannedCost;
  readonly cost: Decimal;
  readonly receivedCost: Decimal;
  readonly separateLoss: Decimal;
  readonly lateDifference: Decimal;
  readonly carried: Decimal;
  readonly version: number;
  readonly createdAt: Date;
  readonly createdBy: Id | null;
};

export type PlannedCost = {
  readonly material: Decimal;
  readonly labour: Decimal;
  readonly subcontracting: Decimal;
  readonly total: Decimal;
};

/** Who may take a run: one of the three is set, or none, which opens it to all operators. */
export type RunPerformer = {
  readonly performerMemberId: Id | null;
  readonly performerTradeId: Id | null;
  readonly performerRole: Role | null;
};

export type OrderStage = RunPerformer & {
  readonly id: Id;
  readonly key: string;
  readonly position: number;
  readonly name: string;
  readonly instruction: string;
  readonly performerKind: "member" | "trade" | "role" | "chosen_at_start";
  readonly setUpSeconds: number;
  readonly unitSeconds: number;
  readonly batchSeconds: number;
  readonly waitName: string | null;
  readonly waitMinimumSeconds: number;
  readonly waitMaximumSeconds: number | null;
  readonly waitsFor: readonly string[];
  readonly consumption: "at_start" | "at_completion";
  readonly reworkLimit: number | null;
  readonly plannedStart: Date | null;
  readonly plannedFinish: Date | null;
};

export type OrderNorm = {
  readonly id: Id;
  readonly stageId: Id;
  readonly position: number;
  readonly variantId: Id;
  readonly warehouseId: Id;
  readonly perUnit: Decimal;
  readonly perBatch: Decimal;
  readonly loss: Decimal;
  readonly allowance: Decimal;
  readonly roundingStep: Decimal | null;
  readonly required: Decimal;
  readonly consumed: Decimal;
  readonly plannedPrice: Decimal;
};

export type LotState = "in_work" | "held" | "escalated" | "finished" | "written_off" | "withdrawn";

export type Lot = {
  readonly id: Id;
  readonly number: string;
  readonly parentId: Id | null;
  readonly state: LotState;
  readonly units: number;
  /** what its units carry: put on by runs of cycle 0, and of later cycles */
  readonly firstPass: Decimal;
  readonly rework: Decimal;
  readonly finishedAt: Date | null;
};

/** As stored. 'waiting' reads as 'ready' once `availableAt` has come (run-table.ts). */
export type StoredRunState = "waiting" | "in_progress" | "paused" | "blocked" | "done" | "ended";

export type Run = RunPerformer & {
  readonly id: Id;
  readonly lotId: Id;
  readonly stageId: Id;
  readonly cycle: number;
  readonly state: StoredRunState;
  readonly stateBeforeBlock: "waiting" | "paused" | null;
  readonly units: number;
  readonly progress: number;
  /** whom it was given to; a start that is taken back leaves it as it was */
  readonly assignedId: Id | null;
  readonly operatorId: Id | null;
  readonly availableAt: Date;
  readonly releasedEarly: boolean;
  readonly plannedStart: Date | null;
  readonly plannedFinish: Date | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly blockReasonId: Id | null;
  readonly blockNote: string | null;
  readonly comment: string | null;
  readonly costCaptured: boolean;
  readonly since: Date;
};

export type WorkInterval = {
  readonly id: Id;
  readonly runId: Id;
  readonly memberId: Id;
  readonly kind: "work" | "pause";
  readonly reasonId: Id | null;
  readonly paid: boolean;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  /** paid seconds; null while open */
  readonly seconds: number | null;
  readonly voided: boolean;
};

export type OrderState = {
  readonly order: Order;
  readonly stages: readonly OrderStage[];
  readonly norms: ReadonlyMap<Id, OrderNorm>;
  readonly lots: ReadonlyMap<Id, Lot>;
  readonly runs: ReadonlyMap<Id, Run>;
  readonly intervals: ReadonlyMap<Id, WorkInterval>;
};

export function stageOf(state: OrderState, stageId: Id): OrderStage {
  const stage = state.stages.find((candidate) => candidate.id === stageId);
  if (stage === undefined) throw new Error(`Order ${state.order.id} has no stage ${stageId}`);
  return stage;
}

export function lotOf(state: OrderState, lotId: Id): Lot {
  const lot = state.lots.get(lotId);
  if (lot === undefined) throw new Error(`Lot ${lotId} of order ${state.order.id} is not loaded`);
  return lot;
}

export function intervalsOf(state: OrderState, runId: Id): WorkInterval[] {
  return [...state.intervals.values()].filter((interval) => interval.runId === runId && !interval.voided);
}

export function normsOfStage(state: OrderState, stageId: Id): OrderNorm[] {
  return [...state.norms.values()]
    .filter((norm) => norm.stageId === stageId)
    .sort((a, b) => a.position - b.position);
}
