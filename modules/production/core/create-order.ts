import { type Decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import type { RichText } from "#modules/templates/contract/rich-text.ts";
import type { BatchMode, Performer, StageCheck } from "#modules/templates/contract/template-body.ts";
import { evolveOrder } from "./evolve-order.ts";
import { reachStages } from "./flow-of-lots.ts";
import type { Moment, OrderChange } from "./order-change.ts";
import type { GatheredMember } from "./aggregation-fact.ts";
import type { NormData, OrderFact, StageData } from "./order-fact.ts";
import type { OrderState, Priority } from "./order-state.ts";
import { type UnitNeeds, unitNeedsOf } from "./unit-needs.ts";

/** What an order is made from, resolved and priced by the areas that know how. Amounts are exact decimals. */
export type OrderToCreate = {
  readonly orderId: Id;
  readonly number: number;
  readonly templateVersionId: Id;
  readonly variantId: Id;
  readonly quantity: number;
  readonly batchMode: BatchMode;
  readonly priority: Priority;
  readonly dueDate: string | null;
  readonly dueAt: Date | null;
  readonly notes: string;
  readonly dealId: Id | null;
  readonly dealLineId: Id | null;
  readonly responsibleId: Id | null;
  readonly warehouseId: Id;
  readonly defectAccounting: "included" | "separate";
  readonly overYield: string;
  readonly attributes: OrderAttributes;
  /** per unit: each unit's own values; may be shorter than the quantity */
  readonly unitAttributes: readonly OrderAttributes[];
  readonly upsellIds: readonly Id[];
  /** made for another order's norm */
  readonly parentId: Id | null;
  readonly parentNormId: Id | null;
  readonly parentNumber?: number | undefined;
  readonly semiFinished: "wait" | "warn";
  /** a batch order: what it is gathered from */
  readonly gathers?: readonly GatheredMember[];
  readonly createdBy: Id | null;
  readonly createAnyway: string | null;
  readonly plannedStart: Date;
  readonly plannedFinish: Date;
  readonly planned: { material: Decimal; labour: Decimal; subcontracting: Decimal; total: Decimal };
  readonly stages: readonly {
    readonly key: string;
    readonly name: string;
    readonly instruction: RichText;
    readonly active: boolean;
    readonly optional: boolean;
    readonly checks: readonly StageCheck[];
    readonly photoRequired: boolean;
    readonly performer: Performer;
    readonly setUpSeconds: number;
    readonly unitSeconds: number;
    readonly batchSeconds: number;
    readonly wait: {
      readonly name: string;
      readonly minimumSeconds: number;
      readonly maximumSeconds: number | null;
    } | null;
    readonly waitsFor: readonly string[];
    readonly consumption: "at_start" | "at_completion";
    readonly reworkLimit: number | null;
    readonly planned: { readonly start: Date; readonly finish: Date } | undefined;
  }[];
  readonly norms: readonly NormToCreate[];
};

export type NormToCreate = {
  readonly stageKey: string;
  readonly key: string;
  /** null: awaits selection among the item's variants */
  readonly variantId: Id | null;
  readonly itemId: Id | null;
  readonly warehouseId: Id;
  readonly perUnit: Decimal;
  readonly perBatch: Decimal;
  readonly loss: Decimal;
  readonly allowance: Decimal;
  readonly roundingStep: Decimal | null;
  readonly required: Decimal;
  readonly price: Decimal;
  /** by unit, in the order of the units; left out or null where they are alike or go as a batch */
  readonly units?: readonly (Decimal | null)[] | null;
};

/** `numbers`: of the units one by one, as their lots have them; null where they go as a batch. */
export function normData(
  norm: NormToCreate,
  stageId: Id,
  numbers: readonly number[] | null,
  moment: Moment,
): NormData {
  return {
    id: moment.newId(),
    stageId,
    key: norm.key,
    variantId: norm.variantId,
    itemId: norm.itemId,
    warehouseId: norm.warehouseId,
    perUnit: text(norm.perUnit),
    perBatch: text(norm.perBatch),
    loss: text(norm.loss),
    allowance: text(norm.allowance),
    roundingStep: norm.roundingStep === null ? null : text(norm.roundingStep),
    required: text(norm.required),
    plannedPrice: text(norm.price),
    unitNeeds: needsOfNorm(norm, numbers),
  };
}

export const needsOfNorm = (norm: NormToCreate, numbers: readonly number[] | null): UnitNeeds =>
  numbers === null ? null : unitNeedsOf(norm.units ?? null, numbers, norm.perUnit);

/** A whole batch and a split one begin as one lot; per unit each unit is a lot of its own. */
export function createOrder(
  asked: OrderToCreate,
  moment: Moment,
): OrderChange & { stageIds: ReadonlyMap<string, Id> } {
  const stageIds = new Map(asked.stages.map((stage) => [stage.key, moment.newId()]));
  const idOf = (key: string): Id => {
    const id = stageIds.get(key);
    if (id === undefined) throw new Error(`No stage has the key ${key}`);
    return id;
  };
  const stages: StageData[] = asked.stages.map((stage) => ({
    id: idOf(stage.key),
    key: stage.key,
    name: stage.name,
    instruction: stage.instruction,
    active: stage.active,
    optional: stage.optional,
    checks: stage.checks,
    photoRequired: stage.photoRequired,
    performerKind: stage.performer.kind,
    performerMemberId: stage.performer.kind === "member" ? stage.performer.memberId : null,
    performerTradeId:
      stage.performer.kind === "trade" || stage.performer.kind === "chosen_at_start"
        ? stage.performer.tradeId
        : null,
    performerRole: stage.performer.kind === "role" ? stage.performer.role : null,
    performerSubcontractorId:
      stage.performer.kind === "subcontractor" ? stage.performer.subcontractorId : null,
    price: stage.performer.kind === "subcontractor" ? stage.performer.price : null,
    setUpSeconds: stage.setUpSeconds,
    unitSeconds: stage.unitSeconds,
    batchSeconds: stage.batchSeconds,
    waitName: stage.wait?.name ?? null,
    waitMinimumSeconds: stage.wait?.minimumSeconds ?? 0,
    waitMaximumSeconds: stage.wait?.maximumSeconds ?? null,
    waitsFor: [...stage.waitsFor],
    consumption: stage.consumption,
    reworkLimit: stage.reworkLimit,
    plannedStart: stage.planned?.start.toISOString() ?? null,
    plannedFinish: stage.planned?.finish.toISOString() ?? null,
  }));
  const numbers =
    asked.batchMode === "per_unit" ? Array.from({ length: asked.quantity }, (_, index) => index + 1) : null;
  const norms = asked.norms.map((norm) => normData(norm, idOf(norm.stageKey), numbers, moment));
  const lots =
    asked.batchMode === "per_unit"
      ? Array.from({ length: asked.quantity }, (_, index) => ({
          id: moment.newId(),
          number: `#${index + 1}`,
          units: 1,
          attributes: asked.unitAttributes[index] ?? {},
        }))
      : [{ id: moment.newId(), number: "1", units: asked.quantity }];
  const created: OrderFact = {
    kind: "order_created",
    data: {
      number: asked.number,
      templateVersionId: asked.templateVersionId,
      variantId: asked.variantId,
      batchMode: asked.batchMode,
      priority: asked.priority,
      dueDate: asked.dueDate,
      dueAt: asked.dueAt?.toISOString() ?? null,
      notes: asked.notes,
      dealId: asked.dealId,
      dealLineId: asked.dealLineId,
      responsibleId: asked.responsibleId,
      warehouseId: asked.warehouseId,
      defectAccounting: asked.defectAccounting,
      overYield: asked.overYield,
      attributes: asked.attributes,
      upsellIds: [...asked.upsellIds],
      parentId: asked.parentId,
      parentNormId: asked.parentNormId,
      ...(asked.parentNumber === undefined ? {} : { parentNumber: asked.parentNumber }),
      semiFinished: asked.semiFinished,
      ...(asked.gathers === undefined ? {} : { gathers: [...asked.gathers] }),
      ordered: asked.quantity,
      plannedStart: asked.plannedStart.toISOString(),
      plannedFinish: asked.plannedFinish.toISOString(),
      planned: {
        material: text(asked.planned.material),
        labour: text(asked.planned.labour),
        subcontracting: text(asked.planned.subcontracting),
        total: text(asked.planned.total),
      },
      stages,
      norms,
      lots,
      createdBy: asked.createdBy,
      createAnyway: asked.createAnyway,
      at: moment.now.toISOString(),
    },
  };
  const state: OrderState = evolveOrder(null, asked.orderId, created);
  const change = reachStages(
    { before: state, state, facts: [created] },
    lots.map((lot) => lot.id),
    moment,
  );
  return { ...change, stageIds };
}
