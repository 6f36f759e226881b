import { Select } from "@mantine/core";
import { faultAt } from "#web/shared/call.ts";
import { useRoute } from "#web/shared/queries.ts";
import { ItemPicker } from "../../pickers/item-picker.tsx";
import { nameOfVariant, VariantPicker } from "../../pickers/variant-picker.tsx";
import { useTexts } from "../texts.ts";
import { OwnField } from "../own-field.tsx";
import type { Product } from "../template-tab.ts";
import type { LineProps } from "./norm-line.tsx";
import style from "./norms.module.css";

const ways = ["variant", "picked", "follows"] as const;
const parts = ["variantId", "itemId", "follows"] as const;

/** What is consumed: this very variant; or an item whose variant is picked at start, or follows the product. */
export function MaterialFields({ line, refusal, names, product, editable }: LineProps) {
  const { t } = useTexts();
  const { norm } = line;
  const way = norm.itemId === null ? "variant" : norm.follows === null ? "picked" : "follows";
  const at = (field: string): string | undefined => faultAt(refusal, `${line.path}.${field}`);
  const variant = names.variants[norm.variantId ?? ""];
  const ofProduct = new Set([
    ...(product?.variants ?? []).flatMap((one) => Object.keys(one.attributes)),
    ...(product?.asked ?? []).map((asked) => asked.name),
  ]);
  const material = useRoute(
    "showItem",
    { itemId: norm.itemId ?? "" },
    { enabled: norm.itemId !== null && norm.itemId !== "" },
  ).data;
  const attributes = [
    ...new Set([...(material === undefined ? ofProduct : shared(ofProduct, material)), norm.follows ?? ""]),
  ].filter((name) => name !== "");
  const become = (next: string | null): void => {
    if (next === way) return;
    if (next === "variant") line.set({ variantId: "", itemId: null, follows: null });
    else {
      const itemId = norm.itemId ?? "";
      const [first = ""] = material === undefined ? [] : attributes;
      line.set({ variantId: null, itemId, follows: next === "follows" ? first : null });
    }
  };
  const together = {
    standing: line.standing,
    overridden: new Set(parts.some((part) => line.overridden.has(part)) ? ["material"] : []),
    reset: () => line.reset(...parts),
  };
  return (
    <div className={style.material}>
      <OwnField edit={together} field="material" label={t("board.material")} editable={editable}>
        <div className={style.materialFields} data-way={way}>
          {way === "variant" ? (
            <VariantPicker
              label={t("board.material")}
              placeholder={t("dealLine.variantHint")}
              value={norm.variantId === "" ? null : norm.variantId}
              {...(variant === undefined
                ? {}
                : { chosenName: nameOfVariant(variant.itemName, variant.variantName) })}
              onChange={(picked) => {
                if (picked === null) return;
                const { item } = picked;
                names.learn({
                  variants: {
                    [picked.id]: { itemName: item.name, variantName: picked.name, unit: item.unit },
                  },
                });
                line.set({ variantId: picked.id });
              }}
              error={at("variantId")}
            />
          ) : (
            <ItemPicker
              label={t("board.material")}
              placeholder={t("dealLine.variantHint")}
              fits={isMaterial}
              value={norm.itemId === "" ? null : norm.itemId}
              onChange={(item) => {
                if (item === null) return;
                names.learn({ items: { [item.id]: { itemName: item.name, unit: item.unit } } });
                const [first = ""] = shared(ofProduct, item);
                line.set({ itemId: item.id, ...(way === "follows" ? { follows: first } : {}) });
              }}
              error={at("itemId") ?? at("variantId")}
            />
          )}
          <Select
            label={t("template.material.way")}
            allowDeselect={false}
            data={ways.map((one) => ({
              value: one,
              label: t(`template.material.${one}`),
              disabled: one === "follows" && ofProduct.size === 0,
            }))}
            value={way}
            onChange={become}
          />
          {way === "follows" && (
            <Select
              label={t("template.material.attribute")}
              allowDeselect={false}
              data={attributes}
              value={norm.follows === "" ? null : norm.follows}
              onChange={(follows) => follows !== null && line.set({ follows })}
              error={at("follows")}
            />
          )}
        </div>
      </OwnField>
    </div>
  );
}

type WithVariants = Pick<Product, "variants">;

/** Attributes of the product that the material's variants have, too: one of these says which variant it is. */
function shared(ofProduct: ReadonlySet<string>, material: WithVariants): string[] {
  const own = new Set(material.variants.flatMap((one) => Object.keys(one.attributes)));
  return [...ofProduct].filter((name) => own.has(name));
}

const isMaterial = (item: { readonly kind: string }): boolean => item.kind !== "product";
