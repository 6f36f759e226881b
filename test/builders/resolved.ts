import type { StagesOfBody } from "#modules/templates/core/apply-variant.ts";
import {
  type AskedOfTemplate,
  type ResolvedTemplate,
  resolveTemplate,
} from "#modules/templates/core/resolve-template.ts";

/** An order of one unit that asks for nothing, but for what is given. */
export const asking = (given: Partial<AskedOfTemplate> = {}): AskedOfTemplate => ({
  variantId: null,
  quantity: 1,
  batchMode: "whole",
  upsells: [],
  product: { attributes: {} },
  attributes: {},
  unitAttributes: [],
  itemVariants: new Map(),
  ...given,
});

/** Resolved, or the test ends here. */
export function resolved(body: StagesOfBody, given: Partial<AskedOfTemplate> = {}): ResolvedTemplate {
  const answer = resolveTemplate(body, asking(given));
  if (!answer.ok) throw new Error(`Not resolved: ${JSON.stringify(answer.refusal)}`);
  return answer.value;
}
