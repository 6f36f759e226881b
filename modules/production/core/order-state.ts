import type { Decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Role } from "#modules/access/contract/roles.ts";
import type { BatchMode, PriceKind, StageCheck } from "#modules/templates/contract/template-body.ts";
import type { OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import { graphOf, type StageGraph } from "#kernel/stage-graph.ts";
import type { CheckAnswer, LotState, OrderStatus } from "#modules/production/contract/order-card.ts";
import type { RichText } from "#modules/templates/contract/rich-text.ts";
import type { UnitNeeds } from "./unit-needs.ts";

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
  /** what the item asks at order; per unit a lot may have its own values over these */
  readonly attributes: OrderAttributes;
  readonly upsellIds: readonly Id[];
  /** made for another order: it, and the norm of it that was short */
  readonly parentId: Id | null;
  readonly parentNormId: Id | null;
  /** what its stages do while orders that were made for it are in work */
  readonly semiFinished: "wait" | "warn";
  /** a member: the batch order that makes its units, or made them */
  readonly batchOrderId: Id | null;
  /** a batch order: it was gathered from members */
  readonly gathers: boolean;
  /** of a member: what came back to it; of a batch order: what it gave away */
  readonly givenUnits: number;
  readonly givenCost: Decimal;
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

/**
 * Who may take a run: one of the first three is set, or none, which opens it to all operators. What a subcontractor
 * does is no operator's.
 */
export type RunPerformer = {
  readonly performerMemberId: Id | null;
  readonly performerTradeId: Id | null;
  readonly performerRole: Role | null;
  readonly performerSubcontractorId: Id | null;
};

/** What a subcontractor asks: for the stage, an hour, a good unit; where it is variable, an estimate. */
export type AgreedPrice = { readonly kind: PriceKind; readonly amount: Decimal };

export type OrderStage = RunPerformer & {
  readonly id: Id;
  readonly key: string;
  readonly position: number;
  readonly name: string;
  readonly instruction: RichText;
  /** an optional stage that this order doesn't need is switched off: it hands its waits on */
  readonly active: boolean;
  readonly optional: boolean;
  readonly performerKind: "member" | "trade" | "role" | "chosen_at_start" | "subcontractor";
  /** as it was agreed when the order was made; null where nobody outside does it */
  readonly price: AgreedPrice | null;
  readonly setUpSeconds: number;
  readonly unitSeconds: number;
  readonly batchSeconds: number;
  readonly waitName: string | null;
  readonly waitMinimumSeconds: number;
  readonly waitMaximumSeconds: number | null;
  readonly waitsFor: readonly string[];
  readonly consumption: "at_start" | "at_completion";
  readonly reworkLimit: number | null;
  readonly checks: readonly StageCheck[];
  readonly photoRequired: boolean;
  readonly plannedStart: Date | null;
  readonly plannedFinish: Date | null;
};

export type OrderNorm = {
  readonly id: Id;
  readonly stageId: Id;
  readonly position: number;
  /** stays the same across versions; null in orders older than keys */
  readonly key: string | null;
  /** null while it awaits selection: then `itemId` says of what */
  readonly variantId: Id | null;
  readonly itemId: Id | null;
  readonly warehouseId: Id;
  readonly perUnit: Decimal;
  readonly perBatch: Decimal;
  readonly loss: Decimal;
  readonly allowance: Decimal;
  readonly roundingStep: Decimal | null;
  readonly required: Decimal;
  readonly consumed: Decimal;
  readonly plannedPrice: Decimal;
  /** what each unit needs of it, where units are made one by one and differ */
  readonly unitNeeds: UnitNeeds;
};

/** By stage: when it was done for the units that the lot holds, as ISO text. */
export type DoneStages = Readonly<Record<Id, string>>;
export type CountByStage = Readonly<Record<Id, number>>;

export type Lot = {
  readonly id: Id;
  readonly number: string;
  readonly parentId: Id | null;
  readonly state: LotState;
  readonly units: number;
  /** what its units carry: put on by runs of cycle 0, and of later cycles */
  readonly firstPass: Decimal;
  readonly rework: Decimal;
  /** taken over from written-off units; below zero on a lot that passed on what it carried */
  readonly absorbed: Decimal;
  readonly done: DoneStages;
  /** how often its units began a stage: the cycle of their next run there */
  readonly begun: CountByStage;
  /** how often its units were sent back to a stage */
  readonly returns: CountByStage;
  /** the held run that waits for it: where it catches up, its units join that run's lot again */
  readonly mergesInto: Id | null;
  /** through all stages; a wait after the last one delays the receipt until then */
  readonly receivableAt: Date | null;
  readonly attributes: OrderAttributes;
  readonly finishedAt: Date | null;
};

/** As stored. 'waiting' reads as 'ready' once `availableAt` has come (run-table.ts). */
export type StoredRunState =
  | "waiting"
  | "in_progress"
  | "paused"
  | "blocked"
  | "held"
  | "escalated"
  | "done"
  /** over without being done: emptied by defects, or by cancelling the order */
  | "ended"
  /** never was: taken back, or no longer needed before anybody began it */
  | "void";

/**
 * Units of a run that left its lot while it was under way, and how many of them it had finished: `sent` on. Fractions
 * where they have mixed with others since.
 */
export type LeftUnits = { readonly lotId: Id; readonly units: number; readonly sent: number };

/** How many units the run has finished and sent on while it goes on with the rest. */
export const sentOn = (run: Pick<Run, "left">): number =>
  run.left.reduce((units, each) => units + each.sent, 0);

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
  readonly checks: readonly CheckAnswer[];
  readonly concession: string | null;
  /** the first to begin its stage in the order: the amounts per batch went with it */
  readonly opensStage: boolean;
  /** escalated: the stage that its units were to go back to */
  readonly returnsTo: Id | null;
  readonly left: readonly LeftUnits[];
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
  /** one stretch of work on several runs is a row a run: these have the same id here, and the first leads */
  readonly togetherId: Id | null;
  readonly leads: boolean;
  /** the last that was heard of its person while it ran: that they still work, what is made, what failed */
  readonly seenAt: Date | null;
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

export function runOf(state: OrderState, runId: Id): Run {
  const run = state.runs.get(runId);
  if (run === undefined) throw new Error(`Run ${runId} of order ${state.order.id} is not loaded`);
  return run;
}

export const openRunStates: readonly StoredRunState[] = [
  "waiting",
  "in_progress",
  "paused",
  "blocked",
  "held",
  "escalated",
];
export const isOpen = (run: Run): boolean => openRunStates.includes(run.state);

export function openRunsOfLot(state: OrderState, lotId: Id): Run[] {
  return [...state.runs.values()].filter((run) => run.lotId === lotId && isOpen(run));
}

export const isInWork = (lot: Lot): boolean =>
  lot.state === "in_work" || lot.state === "held" || lot.state === "escalated";

/** What a lot's units carry, whatever put it there. */
export const carriedBy = (lot: Pick<Lot, "firstPass" | "rework" | "absorbed">): Decimal =>
  lot.firstPass.plus(lot.rework).plus(lot.absorbed);

const graphs = new WeakMap<readonly OrderStage[], StageGraph>();

/** The graph of the stages that are switched on; worked out once for a list of stages. */
export function stageGraph(state: Pick<OrderState, "stages">): StageGraph {
  const known = graphs.get(state.stages);
  if (known !== undefined) return known;
  const graph = graphOf(state.stages);
  graphs.set(state.stages, graph);
  return graph;
}

export const activeStages = (state: OrderState): OrderStage[] => state.stages.filter((stage) => stage.active);

export function stageByKey(state: OrderState, key: string): OrderStage {
  const stage = state.stages.find((candidate) => candidate.key === key);
  if (stage === undefined) throw new Error(`Order ${state.order.id} has no stage with the key ${key}`);
  return stage;
}

/** The stages that must be done right before, switched-off ones passed over. */
export function stagesBefore(state: OrderState, stage: OrderStage): OrderStage[] {
  return (stageGraph(state).waits.get(stage.key) ?? []).map((key) => stageByKey(state, key));
}

/** `earlier` is the stage itself, or comes before it on the way. */
export function isAtOrBefore(state: OrderState, earlier: OrderStage, stage: OrderStage): boolean {
  return earlier.id === stage.id || stageGraph(state).below.get(earlier.key)?.has(stage.key) === true;
}
