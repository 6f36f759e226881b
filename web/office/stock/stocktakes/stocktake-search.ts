import { pickTexts, pickWords } from "../../search-text.ts";

export const stocktakeShows = ["left", "counted", "different"] as const;

/** `code`: what was scanned, or typed to its end; `search`: words of a name. One of them at a time. */
export const validateStocktakeSearch = (search: Record<string, unknown>) => ({
  ...pickTexts(search, ["search", "code"]),
  ...pickWords(search, { show: stocktakeShows, blind: ["yes"] }),
});
export type StocktakeSearch = ReturnType<typeof validateStocktakeSearch>;
