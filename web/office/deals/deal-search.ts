import { pickTexts, pickWords } from "../search-text.ts";

/** What the deals' address carries: how they are shown, what narrows them, and the dialog over them. */
export const validateDealSearch = (search: Record<string, unknown>) => ({
  ...pickTexts(search, ["search", "pipeline", "status", "new", "contact"]),
  ...pickWords(search, { view: ["list"] }),
});
export type DealSearch = ReturnType<typeof validateDealSearch>;
