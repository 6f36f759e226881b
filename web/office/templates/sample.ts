import { useMemo, useState } from "react";
import type { OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import type { TemplateBody } from "#modules/templates/contract/template-body.ts";
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

/** What is asked at order begins with what the samples of the formulas say, so that there is something to reckon. */
function valuesOfSamples({ stages }: TemplateBody): Record<string, string> {
  const samples = stages.flatMap(({ norms }) => norms.flatMap((norm) => norm.samples));
  return Object.fromEntries(samples.toReversed().flatMap(({ values }) => Object.entries(values)));
}

export function useSample(product: Product | undefined, body: TemplateBody): SampleState {
  const [first] = useState(() => valuesOfSamples(body));
  const [chosen, setChosen] = useState<Sample>({
    quantity: usual,
    variantId: null,
    upsellIds: [],
    asked: {},
  });
  return useMemo(() => {
    const variants = product?.variants.filter((one) => !one.archived) ?? [];
    const variant = variants.find((one) => one.id === chosen.variantId) ?? variants[0];
    const askedNames = new Set(product?.asked.map(({ name }) => name));
    const choices = product?.asked.flatMap(({ name, choices: [one] }) =>
      one === undefined ? [] : [[name, one] as const],
    );
    const asked = { ...Object.fromEntries(choices ?? []), ...first, ...chosen.asked };
    return {
      ...chosen,
      asked: Object.fromEntries(Object.entries(asked).filter(([name]) => askedNames.has(name))),
      variantId: variant?.id ?? null,
      attributes: variant?.attributes ?? {},
      upsellNames: (product?.upsells ?? [])
        .filter((upsell) => chosen.upsellIds.includes(upsell.id))
        .map((upsell) => upsell.name),
      set: (part) => setChosen((before) => ({ ...before, ...part })),
    };
  }, [product, chosen, first]);
}
