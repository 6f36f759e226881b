import { decimal, text } from "#kernel/decimal.ts";
import type { Performer, TemplateNorm, TemplateStage } from "#modules/templates/contract/template-body.ts";
import { nameOfVariant } from "../pickers/variant-picker.tsx";
import { useTexts } from "../texts.ts";
import type { Difference } from "./compare-bodies.ts";
import { usePerformerWords } from "./performer-words.ts";
import type { Shown } from "./template-page.tsx";

export type DifferenceLine = {
  readonly where: string;
  readonly what: string;
  readonly from: string;
  readonly to: string;
};

const none = "–";

/** A difference as a line for people: names instead of ids, times as times, shares as percents. */
export function useDifferenceWords(old: Shown, current: Shown): (difference: Difference) => DifferenceLine {
  const { t, duration, percent, number, quantity, list, lookUp } = useTexts();
  const names = {
    variants: { ...old.names.variants, ...current.names.variants },
    warehouses: { ...old.names.warehouses, ...current.names.warehouses },
    members: { ...old.names.members, ...current.names.members },
    trades: { ...old.names.trades, ...current.names.trades },
    dealStatuses: { ...old.names.dealStatuses, ...current.names.dealStatuses },
  };
  const performer = usePerformerWords({ names });
  const stages = new Map(
    [...old.body.stages, ...current.body.stages].map((stage) => [stage.key, stage.name] as const),
  );
  const material = (variantId: string): string => {
    const variant = names.variants[variantId];
    return variant === undefined ? "…" : nameOfVariant(variant.itemName, variant.variantName);
  };
  const amount = (variantId: string, value: string): string => {
    const unit = names.variants[variantId]?.unit;
    return unit === undefined ? number(value) : quantity(value, unit);
  };

  const ofStage = (field: string, value: unknown): string => {
    switch (field) {
      case "performer":
        return performer(value as Performer);
      case "setUpSeconds":
      case "unitSeconds":
      case "batchSeconds":
        return duration(Number(value));
      case "wait": {
        const wait = value as TemplateStage["wait"];
        if (wait === null) return none;
        return wait.maximumSeconds === null
          ? t("template.waitAtLeast", { wait: wait.name, time: duration(wait.minimumSeconds) })
          : t("template.waitBetween", {
              wait: wait.name,
              time: duration(wait.minimumSeconds),
              most: duration(wait.maximumSeconds),
            });
      }
      case "waitsFor": {
        const keys = value as TemplateStage["waitsFor"];
        return keys === null ? t("template.stageBefore") : list(keys.map((key) => stages.get(key) ?? key));
      }
      case "consumption":
        return value === "at_start" ? t("template.atStart") : t("template.atCompletion");
      default:
        return plain(value);
    }
  };
  const ofNorm = (variantId: string, field: string, value: unknown): string => {
    if (value === null) return none;
    const words = plain(value);
    if (field === "warehouseId") return names.warehouses[words] ?? "…";
    if (field === "loss" || field === "allowance") return percent(words);
    return amount(variantId, words);
  };
  const ofPolicy = (policy: string, value: unknown): string => {
    if (value === null) return none;
    const words = plain(value);
    switch (policy) {
      case "finishedWarehouseId":
        return names.warehouses[words] ?? "…";
      case "responsibleId":
        return names.members[words] ?? "…";
      case "overYield":
        return percent(words);
      case "priority":
        return lookUp(`priority.${words}`) ?? words;
      case "shortage":
        return lookUp(`template.shortage.${words}`) ?? words;
      case "defectAccounting":
        return lookUp(`template.defects.${words}`) ?? words;
      default:
        return words;
    }
  };
  const wholeNorm = (norm: TemplateNorm): string => {
    const parts = [
      decimal(norm.perUnit).gt(0)
        ? t("template.perUnitIs", { amount: amount(norm.variantId, norm.perUnit) })
        : null,
      decimal(norm.perBatch).gt(0)
        ? t("template.perBatchIs", { amount: amount(norm.variantId, norm.perBatch) })
        : null,
    ].filter((part) => part !== null);
    return parts.length === 0 ? amount(norm.variantId, text(decimal("0"))) : list(parts);
  };

  return (difference) => {
    switch (difference.kind) {
      case "stage_added":
        return {
          where: difference.stage,
          what: t("template.diff.stage"),
          from: none,
          to: t("template.diff.added"),
        };
      case "stage_removed":
        return {
          where: difference.stage,
          what: t("template.diff.stage"),
          from: t("template.diff.there"),
          to: none,
        };
      case "stages_reordered":
        return {
          where: t("template.tab.stages"),
          what: t("template.diff.order"),
          from: difference.from.join(" → "),
          to: difference.to.join(" → "),
        };
      case "stage_field":
        return {
          where: difference.stage,
          what: t(`template.diff.${difference.field}`),
          from: ofStage(difference.field, difference.from),
          to: ofStage(difference.field, difference.to),
        };
      case "norm_added":
        return {
          where: difference.stage,
          what: material(difference.variantId),
          from: none,
          to: wholeNorm(difference.norm),
        };
      case "norm_removed":
        return {
          where: difference.stage,
          what: material(difference.variantId),
          from: wholeNorm(difference.norm),
          to: none,
        };
      case "norm_field":
        return {
          where: difference.stage,
          what: t("template.diff.norm", {
            material: material(difference.variantId),
            field: t(`template.diff.${difference.field}`),
          }),
          from: ofNorm(difference.variantId, difference.field, difference.from),
          to: ofNorm(difference.variantId, difference.field, difference.to),
        };
      case "trigger":
        return {
          where: t("template.tab.triggers"),
          what: t(`template.${difference.trigger}Trigger`),
          from: difference.from === null ? none : (names.dealStatuses[difference.from] ?? "…"),
          to: difference.to === null ? none : (names.dealStatuses[difference.to] ?? "…"),
        };
      case "policy":
        return {
          where: t("template.tab.policies"),
          what: t(`template.diff.${difference.policy}`),
          from: ofPolicy(difference.policy, difference.from),
          to: ofPolicy(difference.policy, difference.to),
        };
    }
  };
}

/** Texts and numbers of a body; nothing is a dash. */
function plain(value: unknown): string {
  if (typeof value === "string") return value === "" ? none : value;
  return typeof value === "number" ? String(value) : none;
}
