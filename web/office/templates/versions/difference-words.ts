import type { TemplateNorm, TemplateStage } from "#modules/templates/contract/template-body.ts";
import type { Difference } from "#modules/templates/core/compare-bodies.ts";
import { nameOfVariant } from "../../pickers/variant-picker.tsx";
import { useTexts } from "../texts.ts";
import { mergeNames } from "../editor-names.ts";
import { useMaterialWords } from "../norms/material-words.ts";
import type { Shown } from "../template-tab.ts";
import { useValueWords } from "./value-words.ts";

export type DifferenceLine = {
  readonly where: string;
  readonly what: string;
  readonly from: string;
  readonly to: string;
};

const none = "–";

/** A difference as a line for people: names instead of ids, times as times, shares as percents. */
export function useDifferenceWords(old: Shown, current: Shown): (difference: Difference) => DifferenceLine {
  const { t } = useTexts();
  const names = mergeNames(old.names, current.names);
  const values = useValueWords(names, [...old.body.stages, ...current.body.stages]);
  const material = useMaterialWords(names);
  const variantName = (id: string): string => {
    const variant = names.variants[id];
    return variant === undefined ? "…" : nameOfVariant(variant.itemName, variant.variantName);
  };
  const whereOf = ({ variantId, stage, kind }: Difference): string => {
    const place =
      stage ??
      (kind === "trigger"
        ? t("template.tab.triggers")
        : kind === "policy"
          ? t("template.tab.policies")
          : t("template.tab.stages"));
    if (variantId === null) return place;
    return stage === null ? variantName(variantId) : `${variantName(variantId)}: ${place}`;
  };
  // Where a variant follows the base, there is no value of its own.
  const orInherited = (value: unknown, say: (value: unknown) => string): string =>
    value === undefined ? t("template.inherited") : say(value);

  const fieldWords = (difference: Difference, say: (value: unknown) => string) => ({
    from: orInherited(difference.from, say),
    to: orInherited(difference.to, say),
  });

  return (difference) => {
    const { kind, field } = difference;
    const where = whereOf(difference);
    const norm: TemplateNorm | null = difference.norm;
    const ofNorm = norm === null ? "…" : material(norm);
    switch (kind) {
      case "stage_added":
        return { where, what: t("template.diff.stage"), from: none, to: t("template.diff.added") };
      case "stage_removed":
        return { where, what: t("template.diff.stage"), from: t("template.diff.there"), to: none };
      case "stages_reordered": {
        const inOrder = (value: unknown): string => (Array.isArray(value) ? value.join(" → ") : none);
        return {
          where,
          what: t("template.diff.order"),
          from: inOrder(difference.from),
          to: inOrder(difference.to),
        };
      }
      case "stage_field":
        return {
          where,
          what: values.stageField(field ?? ""),
          ...values.apart(
            fieldWords(difference, (value) => values.ofStage(field as keyof TemplateStage, value)),
          ),
        };
      case "norm_added":
        return { where, what: ofNorm, from: none, to: norm === null ? none : values.wholeNorm(norm) };
      case "norm_removed":
        return { where, what: ofNorm, from: norm === null ? none : values.wholeNorm(norm), to: none };
      case "norm_field":
        return {
          where,
          what: t("template.diff.norm", { material: ofNorm, field: values.normField(field ?? "") }),
          ...fieldWords(difference, (value) => values.ofNorm(field as keyof TemplateNorm, value, norm)),
        };
      case "norm_dropped":
        return { where, what: ofNorm, from: t("template.inherited"), to: t("template.diff.dropped") };
      case "norm_kept":
        return { where, what: ofNorm, from: t("template.diff.dropped"), to: t("template.inherited") };
      case "stage_dropped":
        return {
          where,
          what: t("template.diff.stage"),
          from: t("template.inherited"),
          to: t("template.diff.dropped"),
        };
      case "stage_kept":
        return {
          where,
          what: t("template.diff.stage"),
          from: t("template.diff.dropped"),
          to: t("template.inherited"),
        };
      case "variant_added":
        return {
          where,
          what: t("template.diff.variant"),
          from: t("template.asBase"),
          to: t("template.diff.own"),
        };
      case "variant_removed":
        return {
          where,
          what: t("template.diff.variant"),
          from: t("template.diff.own"),
          to: t("template.asBase"),
        };
      case "trigger":
        return {
          where,
          what: values.triggerField(field ?? ""),
          ...fieldWords(difference, values.ofTrigger),
        };
      case "policy":
        return {
          where,
          what: values.policyField(field ?? ""),
          ...fieldWords(difference, (value) => values.ofPolicy(field ?? "", value)),
        };
    }
  };
}
