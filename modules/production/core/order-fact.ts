import type { Id } from "#kernel/id.ts";
import type { Role } from "#modules/access/contract/roles.ts";
import type { BatchMode } from "#modules/templates/contract/template-body.ts";
import type { Priority } from "./order-state.ts";

/**
 * What can happen to an order. Data are as they lie in the log: decimals as text, instants as ISO text, so
 * that folding the log gives the state without a second vocabulary.
 */
type Money = string;
type Quantity = string;
type Instant = string;

export type StageData = {
  id: Id;
  key: string;
  name: string;
  instruction: string;
  performerKind: "member" | "trade" | "role" | "chosen_at_start";
  performerMemberId: Id | null;
  performerTradeId: Id | null;
  performerRole: Role | null;
  setUpSeconds: number;
  unitSeconds: number;
  batchSeconds: number;
  waitName: string | null;
  waitMinimumSeconds: number;
  waitMaximumSeconds: number | null;
  waitsFor: readonly string[];
  consumption: "at_start" | "at_completion";
  reworkLimit: number | null;
  plannedStart: Instant | null;
  plannedFinish: Instant | null;
};
export type NormData = {
  id: Id;
  stageId: Id;
  variantId: Id;
  warehouseId: Id;
  perUnit: Quantity;
  perBatch: Quantity;
  loss: string;
  allowance: string;
  roundingStep: Quantity | null;
  required: Quantity;
  plannedPrice: string;
};
export type ClosedInterval = { intervalId: Id; seconds: number };
export type UsedMaterial = { normId: Id; quantity: Quantity };
export type CostLineData = {
  id: Id;
  category: "material" | "labour" | "subcontracting";
  variantId: Id | null;
  memberId: Id | null;
  quantity: Quantity;
  rate: string;
  amount: Money;
  noPrice: boolean;
};
export type CostShareData = { id: Id; lotId: Id; part: "first_pass" | "rework"; amount: Money };

export type OrderFactData = {
  order_created: {
    number: number;
    templateVersionId: Id;
    variantId: Id;
    batchMode: BatchMode;
    priority: Priority;
    dueDate: string | null;
    dueAt: Instant | null;
    notes: string;
    dealId: Id | null;
    dealLineId: Id | null;
    responsibleId: Id | null;
    warehouseId: Id;
    defectAccounting: "included" | "separate";
    overYield: string;
    ordered: number;
    plannedStart: Instant;
    plannedFinish: Instant;
    planned: { material: Money; labour: Money; subcontracting: Money; total: Money };
    stages: StageData[];
    norms: NormData[];
    lots: { id: Id; number: string; units: number }[];
    createdBy: Id | null;
    /** why it was made in spite of a shortage that blocks */
    createAnyway: string | null;
    at: Instant;
  };
  run_reached: {
    runId: Id;
    lotId: Id;
    stageId: Id;
    cycle: number;
    units: number;
    availableAt: Instant;
    at: Instant;
  };
  run_released_early: { runId: Id; reason: string; availableAt: Instant; at: Instant };
  /** `lateReason`: why it may start although its maximum wait had passed */
  run_started: { runId: Id; operatorId: Id; intervalId: Id; lateReason: string | null; at: Instant };
  run_paused: {
    runId: Id;
    closed: ClosedInterval[];
    pauses: { intervalId: Id; memberId: Id }[];
    reasonId: Id | null;
    paid: boolean;
    at: Instant;
  };
  run_resumed: { runId: Id; closed: ClosedInterval[]; intervalId: Id; memberId: Id; at: Instant };
  run_progressed: { runId: Id; from: number; units: number };
  materials_consumed: { runId: Id; materials: UsedMaterial[] };
  materials_returned: { runId: Id; materials: UsedMaterial[] };
  start_cancelled: { runId: Id; voided: Id[]; at: Instant };
  run_blocked: {
    runId: Id;
    reasonId: Id;
    note: string;
    before: "waiting" | "paused";
    closed: ClosedInterval[];
    at: Instant;
  };
  run_unblocked: { runId: Id; at: Instant };
  run_reassigned: { runId: Id; from: Id | null; to: Id | null; closed: ClosedInterval[]; at: Instant };
  run_finished: { runId: Id; units: number; closed: ClosedInterval[]; comment: string; at: Instant };
  units_over_yielded: { lotId: Id; units: number };
  run_ended: { runId: Id; closed: ClosedInterval[]; at: Instant };
  run_cost_captured: {
    runId: Id;
    stageId: Id;
    cycle: number;
    lines: CostLineData[];
    shares: CostShareData[];
    total: Money;
    at: Instant;
  };
  /** `loss`: what the policy keeps out of the receipt (the rework part, where losses are a separate line) */
  lot_received: { lotId: Id; units: number; amount: Money; loss: Money; at: Instant };
  order_finished: { received: number; ordered: number; cost: Money; at: Instant };
  order_changed: {
    dueDate?: { from: string | null; to: string | null; dueAt: Instant | null };
    priority?: { from: Priority; to: Priority };
    notes?: { from: string; to: string };
    responsibleId?: { from: Id | null; to: Id | null };
  };
  order_cancelled: { reason: string; withdrawn: { lotId: Id; units: number }[]; loss: Money; at: Instant };
};

export type OrderFactKind = keyof OrderFactData;
export type OrderFact = {
  [K in OrderFactKind]: { readonly kind: K; readonly data: OrderFactData[K] };
}[OrderFactKind];
