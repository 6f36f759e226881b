import { plainText } from "#web/shared/rich-text.tsx";
import type {
  StageCheck,
  StageEffect,
  TemplateBody,
  TemplateNorm,
  TemplateStage,
} from "#modules/templates/contract/template-body.ts";
import { useTexts } from "../texts.ts";
import { unitOfNorm, useMaterialWords } from "../norms/material-words.ts";
import { usePerformerWords } from "../performer-words.ts";
import { amountOf, isFormula } from "../template-draft.ts";
import type { Shown } from "../template-tab.ts";
import { useEffectWords } from "../triggers/effect-words.ts";

const none = "–";
type Wait = TemplateStage["wait"];
type Condition = TemplateStage["condition"];

/** Values of a body as people say them, and the names of its fields. */
export function useValueWords(names: Shown["names"], stages: readonly TemplateStage[]) {
  const { t, duration, percent, number, quantity, list, lookUp } = useTexts();
  const performer = usePerformerWords({ names });
  const effect = useEffectWords(names);
  const material = useMaterialWords(names);
  const stageNames = new Map(stages.map((stage) => [stage.key, stage.name]));
  const named = (field: string): string => lookUp(`template.diff.${field}`) ?? field;
  const yesNo = (value: unknown): string =>
    t(value === true ? "template.formula.yes" : "template.formula.no");
  const waitWords = (wait: NonNullable<Wait>): string =>
    wait.maximumSeconds === null
      ? t("template.waitAtLeast", { wait: wait.name, time: duration(wait.minimumSeconds) })
      : t("template.waitBetween", {
          wait: wait.name,
          time: duration(wait.minimumSeconds),
          most: duration(wait.maximumSeconds),
        });
  const checkWords = (check: StageCheck): string => {
    const required = check.required ? "" : ` (${t("template.checkOptional")})`;
    if (check.kind !== "number") return `${check.name}: ${t(`template.check.${check.kind}`)}${required}`;
    const { minimum, maximum, unit } = check;
    const amount = (value: string): string => (unit === null ? number(value) : quantity(value, unit));
    const range = [minimum, maximum].map((value) => (value === null ? "…" : amount(value))).join(" – ");
    return `${check.name}: ${range}${required}`;
  };
  const conditionWords = (condition: NonNullable<Condition>): string =>
    condition.kind === "upsell"
      ? t("template.onUpsell", { upsell: names.upsells[condition.upsellId] ?? "…" })
      : condition.expression;
  const effectsWords = (effects: readonly StageEffect[]): string =>
    effects
      .map(effect)
      .map(({ what, detail }) => `${what}: ${detail}`)
      .join("\n") || none;

  const amount = (value: string, norm: TemplateNorm | null): string => {
    if (isFormula(value)) return value;
    const unit = norm === null ? null : unitOfNorm(norm, names);
    return unit === null ? number(value) : quantity(value, unit);
  };

  return {
    stageField: named,
    normField: named,
    policyField: named,
    triggerField: (field: string): string => lookUp(`template.${field}Trigger`) ?? field,
    /** Two texts that read the same differ in their form only. */
    apart: ({ from, to }: { readonly from: string; readonly to: string }) => ({
      from,
      to: from === to ? t("template.diff.form", { text: to }) : to,
    }),
    ofStage: (field: keyof TemplateStage, value: unknown): string => {
      switch (field) {
        case "instruction":
          return plainText(value as TemplateStage["instruction"]) || none;
        case "performer":
          return performer(value as TemplateStage["performer"]);
        case "setUpSeconds":
        case "unitSeconds":
        case "batchSeconds":
          return duration(Number(value));
        case "wait":
          return value === null ? none : waitWords(value as NonNullable<Wait>);
        case "condition":
          return value === null ? t("template.mandatory") : conditionWords(value as NonNullable<Condition>);
        case "waitsFor": {
          if (value === null) return t("template.stageBefore");
          const keys = value as readonly string[];
          if (keys.length === 0) return t("template.begins.at_once");
          return list(keys.map((key) => stageNames.get(key) ?? key));
        }
        case "consumption":
          return value === "at_start" ? t("template.atStart") : t("template.atCompletion");
        case "checks":
          return (value as readonly StageCheck[]).map(checkWords).join("\n") || none;
        case "photoRequired":
          return yesNo(value);
        case "reworkLimit":
          return value === null ? t("template.noLimit") : number(plain(value));
        case "atStart":
        case "atCompletion":
          return effectsWords(value as readonly StageEffect[]);
        default:
          return plain(value);
      }
    },
    ofNorm: (field: keyof TemplateNorm, value: unknown, norm: TemplateNorm | null): string => {
      if (value === null) return none;
      switch (field) {
        case "variantId":
          return material({ variantId: plain(value), itemId: null, follows: null });
        case "itemId":
          return names.items[plain(value)]?.itemName ?? "…";
        case "warehouseId":
          return names.warehouses[plain(value)] ?? "…";
        case "loss":
        case "allowance":
          return percent(plain(value));
        case "samples":
          return t("template.sampleCount", { count: Array.isArray(value) ? value.length : 0 });
        case "perUnit":
        case "perBatch":
        case "roundingStep":
          return amount(plain(value), norm);
        default:
          return plain(value);
      }
    },
    wholeNorm: (norm: TemplateNorm): string => {
      const isThere = (value: string): boolean => isFormula(value) || amountOf(value).gt(0);
      const parts = [
        isThere(norm.perUnit) ? t("template.perUnitIs", { amount: amount(norm.perUnit, norm) }) : null,
        isThere(norm.perBatch) ? t("template.perBatchIs", { amount: amount(norm.perBatch, norm) }) : null,
      ].filter((part) => part !== null);
      return parts.length === 0 ? amount("0", norm) : list(parts);
    },
    ofTrigger: (value: unknown): string => {
      const trigger = value as TemplateBody["triggers"]["start"];
      if (trigger === null) return none;
      const status = names.dealStatuses[trigger.dealStatusId] ?? "…";
      const condition = "condition" in trigger ? trigger.condition : null;
      return condition === null ? status : t("template.startIf", { status, condition });
    },
    ofPolicy: (policy: string, value: unknown): string => {
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
        case "semiFinished":
          return lookUp(`template.semiFinished.${words}`) ?? words;
        case "defectAccounting":
          return lookUp(`template.defects.${words}`) ?? words;
        case "batchMode":
          return lookUp(`template.batch.${words}`) ?? words;
        default:
          return words;
      }
    },
  };
}

/** Texts and numbers of a body; nothing is a dash. */
function plain(value: unknown): string {
  if (typeof value === "string") return value === "" ? none : value;
  return typeof value === "number" ? String(value) : none;
}
