import { decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Result } from "#kernel/result.ts";
import { createOrder, type OrderToCreate } from "#modules/production/core/create-order.ts";
import { isLotThrough, moveOn, receiveLot } from "#modules/production/core/flow-of-lots.ts";
import { type Moment, type OrderChange, record, unchanged } from "#modules/production/core/order-change.ts";
import type { OrderState, Run } from "#modules/production/core/order-state.ts";
import {
  blockRun,
  finishRun,
  pauseRun,
  reassignRun,
  resumeRun,
  startRuns,
} from "#modules/production/core/run-verbs.ts";
import type { PauseBounds } from "#modules/production/core/work-time.ts";
import type { Performer, StageCheck } from "#modules/templates/contract/template-body.ts";

/**
 * An order in memory, made by the same rules and facts as a real one. Minutes count from `zeroHour`; ids are
 * "id-1", "id-2" … in the order in which they were needed.
 */
export const zeroHour = new Date("2026-03-02T09:00:00Z");
export const at = (minutes: number): Date => new Date(zeroHour.getTime() + minutes * 60_000);

let lastId = 0;
export const nextId = (): Id => `id-${(lastId += 1)}`;
export const momentAt = (minutes: number): Moment => ({ now: at(minutes), newId: nextId });
export const momentOf = (now: Date): Moment => ({ now, newId: nextId });
export const noBounds: PauseBounds = new Map();

export type StageWish = {
  readonly key: string;
  readonly consumption?: "at_start" | "at_completion";
  readonly checks?: readonly StageCheck[];
  readonly photoRequired?: boolean;
  /** the stage before it in the list unless told */
  readonly waitsFor?: readonly string[];
  readonly waitMinutes?: number;
  readonly waitMaximumMinutes?: number;
  readonly performer?: Performer;
  readonly reworkLimit?: number;
  /** switched off: an optional stage that the order doesn't need */
  readonly off?: boolean;
};
export type OrderWish = {
  readonly quantity?: number;
  readonly batchMode?: OrderToCreate["batchMode"];
  readonly overYield?: string;
  readonly defectAccounting?: OrderToCreate["defectAccounting"];
  readonly semiFinished?: "wait" | "warn";
  readonly stages?: readonly StageWish[];
  readonly norms?: readonly NormWish[];
};
export type NormWish = {
  readonly stageKey: string;
  /** for the whole order; left out: what the amounts per unit and per batch make */
  readonly required?: string;
  readonly perUnit?: string;
  readonly perBatch?: string;
  readonly price?: string;
  /** awaits selection among the variants of this item */
  readonly itemId?: Id;
};

export function aNewOrder(wish: OrderWish = {}): OrderChange {
  const stages = wish.stages ?? [{ key: "cutting" }, { key: "sewing" }];
  return createOrder(
    {
      orderId: nextId(),
      number: 1,
      templateVersionId: "version",
      variantId: "armchair",
      quantity: wish.quantity ?? 10,
      batchMode: wish.batchMode ?? "whole",
      priority: "normal",
      dueDate: null,
      dueAt: null,
      notes: "",
      dealId: null,
      dealLineId: null,
      responsibleId: null,
      warehouseId: "finished goods",
      defectAccounting: wish.defectAccounting ?? "included",
      overYield: wish.overYield ?? "0",
      attributes: {},
      unitAttributes: [],
      upsellIds: [],
      parentId: null,
      parentNormId: null,
      semiFinished: wish.semiFinished ?? "warn",
      createdBy: "owner",
      createAnyway: null,
      plannedStart: at(0),
      plannedFinish: at(60),
      planned: { material: decimal(0), labour: decimal(0), subcontracting: decimal(0), total: decimal(0) },
      stages: stages.map((stage, index) => ({
        key: stage.key,
        name: stage.key,
        instruction: "",
        active: stage.off !== true,
        optional: stage.off === true,
        checks: stage.checks ?? [],
        photoRequired: stage.photoRequired ?? false,
        performer: stage.performer ?? { kind: "role", role: "operator" },
        setUpSeconds: 0,
        unitSeconds: 60,
        batchSeconds: 0,
        wait:
          stage.waitMinutes === undefined && stage.waitMaximumMinutes === undefined
            ? null
            : {
                name: "drying",
                minimumSeconds: (stage.waitMinutes ?? 0) * 60,
                maximumSeconds: stage.waitMaximumMinutes === undefined ? null : stage.waitMaximumMinutes * 60,
              },
        waitsFor: stage.waitsFor ?? stages.slice(Math.max(0, index - 1), index).map((before) => before.key),
        consumption: stage.consumption ?? "at_start",
        reworkLimit: stage.reworkLimit ?? null,
        planned: undefined,
      })),
      norms: (wish.norms ?? []).map((norm, place) => {
        const perUnit = decimal(norm.perUnit ?? norm.required ?? "0");
        const perBatch = decimal(norm.perBatch ?? "0");
        return {
          stageKey: norm.stageKey,
          key: `n${place + 1}`,
          itemId: norm.itemId ?? null,
          variantId: norm.itemId === undefined ? "fabric" : null,
          warehouseId: "materials",
          perUnit,
          perBatch,
          loss: decimal(0),
          allowance: decimal(0),
          roundingStep: null,
          required:
            norm.required === undefined
              ? perUnit.times(wish.quantity ?? 10).plus(perBatch)
              : decimal(norm.required),
          price: decimal(norm.price ?? "1"),
        };
      }),
    },
    momentAt(0),
  );
}

export const anOrderState = (wish?: OrderWish): OrderState => aNewOrder(wish).state;

export function changed(result: Result<OrderChange>): OrderState {
  if (!result.ok) throw new Error(`Refused: ${JSON.stringify(result.refusal)}`);
  return result.value.state;
}

/** The run at a stage, of the first lot unless told. */
export function runAt(state: OrderState, key: string, lotNumber?: string): Run {
  const stage = state.stages.find((candidate) => candidate.key === key);
  const run = [...state.runs.values()].find(
    (each) =>
      each.stageId === stage?.id &&
      (lotNumber === undefined || state.lots.get(each.lotId)?.number === lotNumber),
  );
  if (run === undefined) throw new Error(`No run has been reached at ${key}`);
  return run;
}

export const reachedStages = (state: OrderState): string[] =>
  [...state.runs.values()].map(
    (run) => state.stages.find((stage) => stage.id === run.stageId)?.key ?? run.stageId,
  );

export const started = (state: OrderState, key: string, minutes: number, memberId = "anna"): OrderState =>
  changed(startRuns(state, [runAt(state, key)], { memberId, lateReason: null }, momentAt(minutes)));

export const paused = (
  state: OrderState,
  key: string,
  minutes: number,
  { paid = false, bounds = noBounds }: { paid?: boolean; bounds?: PauseBounds } = {},
): OrderState =>
  changed(pauseRun(state, runAt(state, key), { id: null, paid }, "anna", momentAt(minutes), bounds));

export const resumed = (state: OrderState, key: string, minutes: number, bounds = noBounds): OrderState =>
  changed(resumeRun(state, runAt(state, key), { memberId: "anna" }, momentAt(minutes), bounds));

export const blocked = (state: OrderState, key: string, minutes: number, bounds = noBounds): OrderState =>
  changed(blockRun(state, runAt(state, key), { id: "no material", note: "" }, momentAt(minutes), bounds));

export const reassigned = (state: OrderState, key: string, minutes: number, to: Id | null): OrderState =>
  changed(reassignRun(state, runAt(state, key), to, momentAt(minutes), noBounds));

/**
 * A started run finished as the command does it: with a cost, its lot moved on, and received where it is
 * through. All units of the lot unless told.
 */
export function finishedChange(
  state: OrderState,
  key: string,
  minutes: number,
  { units, cost = "0", lot }: { units?: number; cost?: string; lot?: string } = {},
): OrderChange {
  const run = runAt(state, key, lot);
  const made = units ?? state.lots.get(run.lotId)?.units ?? 0;
  const moment = momentAt(minutes);
  const result = finishRun(
    unchanged(state),
    run.id,
    { units: made, comment: "", checks: [], photos: 0, concession: null },
    moment,
    noBounds,
  );
  if (!result.ok) throw new Error(`Refused: ${JSON.stringify(result.refusal)}`);
  const priced = withCost(result.value, run, cost, minutes);
  return isLotThrough(priced.state, run.lotId)
    ? receiveLot(priced, run.lotId, moment)
    : moveOn(priced, [run.lotId], moment);
}

export const finished = (...asked: Parameters<typeof finishedChange>): OrderState =>
  finishedChange(...asked).state;

/** The run's cost, captured on its lot. */
export function withCost(
  change: OrderChange,
  run: Run,
  cost: string,
  minutes: number,
  part: "first_pass" | "rework" = "first_pass",
): OrderChange {
  return record(change, {
    kind: "run_cost_captured",
    data: {
      runId: run.id,
      stageId: run.stageId,
      cycle: run.cycle,
      lines: [],
      shares: [{ id: nextId(), lotId: run.lotId, part, amount: cost }],
      total: cost,
      at: at(minutes).toISOString(),
    },
  });
}

/** Started and finished in one. */
export const worked = (
  state: OrderState,
  key: string,
  minutes: number,
  asked: { units?: number; cost?: string } = {},
): OrderState => finished(started(state, key, minutes), key, minutes + 10, asked);
