import type { OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import type { Decimal } from "#kernel/decimal.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { Unit } from "#kernel/unit.ts";
import type { RichText } from "../contract/rich-text.ts";
import type {
  BatchMode,
  Performer,
  StageCheck,
  StageEffect,
  TemplateStage,
} from "../contract/template-body.ts";
import { applyVariant, type AppliedStage, type StagesOfBody } from "./apply-variant.ts";
import { explicitWaits, orderStages } from "./order-stages.ts";
import { conditionHolds, resolveNorm } from "./resolve-norm.ts";

export type ResolvedStage = {
  readonly key: string;
  /** 0, 1, 2 …: an order in which the stages can be worked */
  readonly position: number;
  readonly name: string;
  readonly instruction: RichText;
  readonly performer: Performer;
  readonly setUpSeconds: number;
  readonly unitSeconds: number;
  readonly batchSeconds: number;
  readonly wait: TemplateStage["wait"];
  readonly condition: TemplateStage["condition"];
  /** false: an optional stage that this order doesn't work; graphOf (kernel/stage-graph.ts) leaves it out */
  readonly active: boolean;
  /** explicit, over all stages, inactive ones too: keys of those before it, [] for a stage that begins at once */
  readonly waitsFor: readonly string[];
  readonly consumption: TemplateStage["consumption"];
  readonly checks: readonly StageCheck[];
  readonly photoRequired: boolean;
  readonly reworkLimit: number | null;
  readonly atStart: readonly StageEffect[];
  readonly atCompletion: readonly StageEffect[];
  /** set-up + batch + unit × quantity */
  readonly plannedSeconds: number;
};

export type ResolvedNorm = {
  /** its own within its stage, the same in every version; one for all variants where units take different ones */
  readonly key: string;
  readonly stageKey: string;
  /** 0, 1, 2 … within its stage */
  readonly position: number;
  /** null: awaiting selection of one of the item's variants */
  readonly variantId: string | null;
  /** the item whose variant is picked or follows the product; null where the norm names a variant */
  readonly itemId: string | null;
  readonly warehouseId: string;
  /** in the item's unit, as are all amounts here; 6 places; the average where its units differ */
  readonly perUnit: Decimal;
  /** over all units, 6 places */
  readonly perUnitSum: Decimal;
  /** 0 where units take different variants: each unit has its share of it then */
  readonly perBatch: Decimal;
  readonly loss: Decimal;
  readonly allowance: Decimal;
  readonly roundingStep: Decimal | null;
  /**
   * by unit, the order's first one first: what it needs of `perUnitSum`, 6 places; null for a unit that takes another
   * variant. Null as a whole where units are alike or go as a batch
   */
  readonly units: readonly (Decimal | null)[] | null;
  /** what the whole order needs, 6 places */
  readonly required: Decimal;
};

export type ResolvedTemplate = {
  /** how many units it was worked out for */
  readonly quantity: number;
  /** all of them, those that are switched off too */
  readonly stages: readonly ResolvedStage[];
  /** of active stages only, in the order of the stages */
  readonly norms: readonly ResolvedNorm[];
};

export type VariantOfItem = { readonly id: string; readonly attributes: OrderAttributes };

/** What an order says, and what formulas and conditions may read. */
export type AskedOfTemplate = {
  readonly variantId: string | null;
  /** whole, 1 or more; `quantity` in a formula */
  readonly quantity: number;
  readonly batchMode: BatchMode;
  readonly upsells: readonly { readonly id: string; readonly name: string }[];
  /** the variant's own attributes */
  readonly product: { readonly attributes: OrderAttributes };
  /** asked at order; they come before the variant's of the same name */
  readonly attributes: OrderAttributes;
  /** per unit: each unit's own, over the order's, in the order of the units; [] where there are none */
  readonly unitAttributes: readonly OrderAttributes[];
  /** by item: its variants in use, for norms that follow the product */
  readonly itemVariants: ReadonlyMap<string, readonly VariantOfItem[]>;
  /** by variant or item id: the unit that a formula's result converts to */
  readonly units?: ReadonlyMap<string, Unit>;
};

/**
 * What an order takes from a version: variant applied, optional stages decided, norms evaluated. This is
 * stored with the order, which no later version touches. The body has passed checkTemplateBody: a cycle is a bug
 * here. Refuses what only the order's values can bring about: attribute_missing, formula_divides_by_zero,
 * formula_negative, no_variant_follows (all with the stage's name).
 */
export function resolveTemplate(body: StagesOfBody, asked: AskedOfTemplate): Result<ResolvedTemplate> {
  const applied = applyVariant(body, asked.variantId);
  const order = orderStages(applied);
  if (order.kind === "cycle") throw new Error(`The stages wait for each other: ${order.keys.join(" → ")}`);
  const waits = explicitWaits(applied);
  const byKey = new Map(applied.map((stage) => [stage.key, stage]));
  const stages: ResolvedStage[] = [];
  const norms: ResolvedNorm[] = [];
  for (const [position, key] of order.keys.entries()) {
    const stage = byKey.get(key);
    if (stage === undefined) continue;
    const active = conditionHolds(stage, asked);
    if (!active.ok) return active;
    stages.push(
      resolveStage(stage, { position, waitsFor: waits.get(key) ?? [], active: active.value, asked }),
    );
    if (!active.value) continue;
    for (const [place, norm] of stage.norms.entries()) {
      const resolved = resolveNorm(norm, { stage, position: place, asked });
      if (!resolved.ok) return resolved;
      norms.push(...resolved.value);
    }
  }
  return ok({ quantity: asked.quantity, stages, norms });
}

type Placed = {
  readonly position: number;
  readonly waitsFor: readonly string[];
  readonly active: boolean;
  readonly asked: Pick<AskedOfTemplate, "quantity">;
};

function resolveStage(stage: AppliedStage, { position, waitsFor, active, asked }: Placed): ResolvedStage {
  const { norms: _norms, ...fields } = stage;
  const plannedSeconds = stage.setUpSeconds + stage.batchSeconds + stage.unitSeconds * asked.quantity;
  return { ...fields, position, waitsFor, active, plannedSeconds };
}
