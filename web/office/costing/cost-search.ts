import type { RequestOf } from "#modules/routes.ts";
import { pickTexts, pickWords } from "../search-text.ts";

export const costCategories = [
  "material",
  "labour",
  "subcontracting",
] as const satisfies readonly NonNullable<RequestOf<"listCostLines">["category"]>[];

/** What the address of a cost page carries: what its lines are searched for. */
export const validateCostSearch = (search: Record<string, unknown>) => ({
  ...pickTexts(search, ["search"]),
  ...pickWords(search, { category: costCategories }),
});
export type CostSearch = ReturnType<typeof validateCostSearch>;
