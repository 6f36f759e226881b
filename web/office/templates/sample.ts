import { useMemo, useState } from "react";
import type { OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import type { Product } from "./template-tab.ts";

/** The order that the editor reckons with while one types. */
export type Sample = {
  readonly quantity: number;
  readonly variantId: string | null;
  readonly upsellIds: readonly string[];
  /** what is asked at order, as it was typed: "95 cm", "red" */
  readonly asked: Readonly<Record<string, string>>;
};
export type SampleState = Sample & {
  readonly set: (part: Partial<Sample>) => void;
  /** the variant's own; those that are asked are in `asked` */
  readonly attributes: OrderAttributes;
  readonly upsellNames: readonly string[];
};

const usual = 10;

export function useSample(product: Product | undefined): SampleState {
  const [chosen, setChosen] = useState<Sample>({
    quantity: usual,
    variantId: null,
    upsellIds: [],
    asked: {},
  });
  return useMemo(() => {
    const variants = product?.variants.filter((one) => !one.archived) ?? [];
    const variant = variants.find((one) => one.id === chosen.variantId) ?? variants[0];
    return {
      ...chosen,
      variantId: variant?.id ?? null,
      attributes: variant?.attributes ?? {},
      upsellNames: (product?.upsells ?? [])
        .filter((upsell) => chosen.upsellIds.includes(upsell.id))
        .map((upsell) => upsell.name),
      set: (part) => setChosen((before) => ({ ...before, ...part })),
    };
  }, [product, chosen]);
}
