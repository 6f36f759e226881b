import { type Unit, unitNames } from "#kernel/unit.ts";
import type { TemplateNorm } from "#modules/templates/contract/template-body.ts";
import { nameOfVariant } from "../../pickers/variant-picker.tsx";
import { useTexts } from "../texts.ts";
import type { Shown } from "../template-tab.ts";

type Names = Shown["names"];
type Material = Pick<TemplateNorm, "variantId" | "itemId" | "follows">;

export function unitOfNorm({ variantId, itemId }: Material, names: Names): Unit | null {
  const unit = names.variants[variantId ?? ""]?.unit ?? names.items[itemId ?? ""]?.unit;
  return unitNames.find((known) => known === unit) ?? null;
}

/** "Linen, white" · "Linen, picked at start" · "Linen, by the product’s colour". */
export function useMaterialWords(names: Names): (norm: Material) => string {
  const { t } = useTexts();
  return ({ variantId, itemId, follows }) => {
    const variant = names.variants[variantId ?? ""];
    if (variant !== undefined) return nameOfVariant(variant.itemName, variant.variantName);
    const item = names.items[itemId ?? ""]?.itemName;
    if (item === undefined) return "…";
    return follows === null
      ? t("template.material.pickedWords", { item })
      : t("template.material.followsWords", { item, attribute: follows });
  };
}
