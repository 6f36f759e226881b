import type { Id } from "#kernel/id.ts";
import type { Role } from "#modules/access/contract/roles.ts";
import type { OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import type { CheckAnswer, DefectDecision } from "#modules/production/contract/order-card.ts";
import type { RichText } from "#modules/templates/contract/rich-text.ts";
import type { BatchMode, PriceKind, StageCheck } from "#modules/templates/contract/template-body.ts";
import type { AggregationFactData, GatheredMember } from "./aggregation-fact.ts";
import type { CorrectionFactData } from "./correction-fact.ts";
import type { LotImage, NormImage, OrderImage, RunImage, WorkIntervalImage } from "./order-image.ts";
import type { CountByStage, DoneStages, Priority } from "./order-state.ts";
import type { UnitNeeds } from "./unit-needs.ts";

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
  instruction: RichText;
  /** left out in older facts: a stage that every order has */
  active?: boolean;
  optional?: boolean;
  checks?: readonly StageCheck[];
  photoRequired?: boolean;
  performerKind: "member" | "trade" | "role" | "chosen_at_start" | "subcontractor";
  performerMemberId: Id | null;
  performerTradeId: Id | null;
  performerRole: Role | null;
  /** left out in older facts: nobody outside did anything */
  performerSubcontractorId?: Id | null;
  price?: { kind: PriceKind; amount: Money } | null;
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
  key?: string | null;
  variantId: Id | null;
  itemId?: Id | null;
  warehouseId: Id;
  perUnit: Quantity;
  perBatch: Quantity;
  loss: string;
  allowance: string;
  roundingStep: Quantity | null;
  required: Quantity;
  plannedPrice: string;
  /** left out in older facts: all units are offered the same */
  unitNeeds?: UnitNeeds;
};
/** Ended at the fact's moment, with the seconds that are paid. */
export type ClosedInterval = { intervalId: Id; seconds: number };
/** Begun at the fact's moment: the rest of a stretch of work on several runs goes on without the one that left. */
export type NewInterval = {
  intervalId: Id;
  runId: Id;
  memberId: Id;
  kind: "work" | "pause";
  reasonId: Id | null;
  paid: boolean;
  togetherId: Id | null;
  leads: boolean;
};
/** A sign of life of whoever works on these stretches, other than by beginning and ending them. */
export type Seen = { intervalIds: Id[]; at: Instant };
type Closing = { closed: ClosedInterval[]; continued?: NewInterval[] };
/** A run that came into being. */
export type ReachedRun = {
  runId: Id;
  lotId: Id;
  stageId: Id;
  cycle: number;
  units: number;
  availableAt: Instant;
};
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
export type CostShareData = {
  id: Id;
  lotId: Id;
  part: "first_pass" | "rework" | "absorbed";
  amount: Money;
};

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
    attributes?: OrderAttributes;
    upsellIds?: Id[];
    /** left out in older facts: made for no other order, and never waiting for one */
    parentId?: Id | null;
    parentNormId?: Id | null;
    /** what people call the order it was made for */
    parentNumber?: number;
    semiFinished?: "wait" | "warn";
    /** a batch order: what it was gathered from */
    gathers?: GatheredMember[];
    ordered: number;
    plannedStart: Instant;
    plannedFinish: Instant;
    planned: { material: Money; labour: Money; subcontracting: Money; total: Money };
    stages: StageData[];
    norms: NormData[];
    lots: { id: Id; number: string; units: number; attributes?: OrderAttributes }[];
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
  /** the same for many at once: an order of a thousand units is one fact more, not a thousand */
  runs_reached: { runs: ReachedRun[]; at: Instant };
  run_released_early: { runId: Id; reason: string; availableAt: Instant; at: Instant };
  /** `lateReason`: why it may start although its maximum wait had passed */
  run_started: {
    runId: Id;
    /** both null where a subcontractor does it: nobody of ours works, and whoever wrote it down is the fact's actor */
    operatorId: Id | null;
    intervalId: Id | null;
    togetherId?: Id | null;
    leads?: boolean;
    lateReason: string | null;
    /** why it may start although it waits for what other orders make for it */
    awaitedReason?: string;
    at: Instant;
  };
  run_paused: Closing & {
    runId: Id;
    pauses: { intervalId: Id; memberId: Id; togetherId?: Id | null; leads?: boolean }[];
    reasonId: Id | null;
    paid: boolean;
    at: Instant;
  };
  run_resumed: Closing & {
    runId: Id;
    intervalId: Id;
    memberId: Id;
    togetherId?: Id | null;
    leads?: boolean;
    at: Instant;
  };
  crew_joined: Closing & { runId: Id; intervalId: Id; memberId: Id; at: Instant };
  crew_left: Closing & { runId: Id; memberId: Id; at: Instant };
  /** `seen`, here and below: left out in older facts, and where whoever tells of it does not work on the run */
  run_progressed: { runId: Id; from: number; units: number; seen?: Seen };
  /** asked whether they still work on it, they said yes */
  work_confirmed: { runId: Id; memberId: Id; seen: Seen; at: Instant };
  materials_consumed: { runId: Id; materials: UsedMaterial[] };
  materials_returned: { runId: Id; materials: UsedMaterial[] };
  start_cancelled: Partial<Closing> & { runId: Id; voided: Id[]; at: Instant };
  run_blocked: Closing & {
    runId: Id;
    reasonId: Id;
    note: string;
    before: "waiting" | "paused";
    at: Instant;
  };
  run_unblocked: { runId: Id; at: Instant };
  run_reassigned: Closing & { runId: Id; from: Id | null; to: Id | null; at: Instant };
  run_finished: Closing & {
    runId: Id;
    units: number;
    comment: string;
    checks?: CheckAnswer[];
    photos?: number;
    concession?: string | null;
    at: Instant;
  };
  /** split mode: the finished part of a run went on as a lot of its own, the rest stays at work */
  units_sent_on: { runId: Id; lotId: Id; units: number; checks: CheckAnswer[]; seen?: Seen; at: Instant };
  units_over_yielded: { lotId: Id; units: number };
  run_ended: Closing & { runId: Id; at: Instant };
  /** nobody had begun it, and it is not needed: its units are elsewhere, or its stage is switched off */
  run_voided: { runId: Id; at: Instant };
  run_held: Closing & { runId: Id; awaited: number; at: Instant };
  run_resumed_after_hold: { runId: Id; at: Instant };
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
  /** through all stages; the wait after the last one is not over */
  lot_awaits_receipt: { lotId: Id; until: Instant; at: Instant };
  defect_reported: {
    defectId: Id;
    runId: Id;
    lotId: Id;
    toLotId: Id;
    reasonId: Id;
    units: number;
    decision: DefectDecision;
    caughtStageId: Id;
    bornStageId: Id;
    toStageId: Id | null;
    escalated: boolean;
    note: string;
    photos: number;
    /** what the units had gathered until then */
    cost: Money;
    by: Id | null;
    seen?: Seen;
    at: Instant;
  };
  lot_split: {
    lotId: Id;
    part: {
      id: Id;
      number: string;
      units: number;
      done: DoneStages;
      begun: CountByStage;
      returns: CountByStage;
      mergesInto: Id | null;
      attributes: OrderAttributes;
    };
    shares: CostShareData[];
    at: Instant;
  };
  lots_merged: {
    from: Id;
    into: Id;
    units: number;
    shares: CostShareData[];
    availableAt: Instant | null;
    at: Instant;
  };
  /** units were sent back: what they had done from there on is to be done again */
  lot_returned: { lotId: Id; toStageId: Id; count: number; undone: Id[]; at: Instant };
  /** a whole batch counts the returns of its parts */
  return_counted: { lotId: Id; stageId: Id; count: number };
  lot_escalated: { lotId: Id; run: ReachedRun; toStageId: Id; at: Instant };
  escalation_resolved: {
    lotId: Id;
    runId: Id;
    decision: "once_more" | "write_off" | "accept";
    reason: string;
    by: Id | null;
    at: Instant;
  };
  /** `shares`: what passes on to good units, where losses are included in their cost */
  lot_written_off: { lotId: Id; units: number; loss: Money; shares: CostShareData[]; at: Instant };
  lot_let_go: { lotId: Id; runId: Id; reason: string; at: Instant };
  material_picked: { normId: Id; from: Id | null; to: Id; at: Instant };
  quantity_changed: {
    from: number;
    to: number;
    added: { id: Id; number: string; units: number; attributes: OrderAttributes }[];
    /** of a lot that nobody has begun: how many units it has afterwards; 0 takes it off the order */
    resized: { lotId: Id; units: number }[];
    /** what lots that leave had taken over from written-off units passes on to the others */
    shares?: CostShareData[];
    at: Instant;
  };
  upsells_changed: { from: Id[]; to: Id[] };
  stage_switched: { stageId: Id; active: boolean; at: Instant };
  norms_changed: {
    added: NormData[];
    changed: {
      normId: Id;
      perUnit: Quantity;
      perBatch: Quantity;
      required: Quantity;
      unitNeeds?: UnitNeeds;
    }[];
  };
  /** an act was taken back: every row as it is now, what it changed in numbers, and what cost was reversed */
  work_undone: {
    commandId: Id;
    verb: string;
    reason: string | null;
    order: OrderImage;
    runs: RunImage[];
    lots: LotImage[];
    intervals: WorkIntervalImage[];
    norms: NormImage[];
    stages: { stageId: Id; active: boolean }[];
    reversed: { runId: Id; stageId: Id; cycle: number; lines: (CostLineData & { reversesId: Id })[] }[];
    shares: (CostShareData & { runId: Id | null; late: boolean })[];
    defects: Id[];
    /** lots whose escalation waits for a decision again */
    unresolved: Id[];
    at: Instant;
  };
  order_finished: { received: number; ordered: number; cost: Money; at: Instant };
  order_changed: {
    dueDate?: { from: string | null; to: string | null; dueAt: Instant | null };
    priority?: { from: Priority; to: Priority };
    notes?: { from: string; to: string };
    responsibleId?: { from: Id | null; to: Id | null };
  };
  order_cancelled: {
    reason: string;
    withdrawn: { lotId: Id; units: number }[];
    loss: Money;
    /** a batch order that was dissolved before anybody began it */
    dissolved?: true;
    at: Instant;
  };
} & AggregationFactData &
  CorrectionFactData;

export type OrderFactKind = keyof OrderFactData;
export type OrderFact = {
  [K in OrderFactKind]: { readonly kind: K; readonly data: OrderFactData[K] };
}[OrderFactKind];
