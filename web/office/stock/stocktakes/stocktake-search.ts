import { pickTexts, pickWords } from "../../search-text.ts";

export const stocktakeShows = ["left", "counted", "different"] as const;

export const validateStocktakeSearch = (search: Record<string, unknown>) => ({
  ...pickTexts(search, ["search"]),
  ...pickWords(search, { show: stocktakeShows, blind: ["yes"] }),
});
export type StocktakeSearch = ReturnType<typeof validateStocktakeSearch>;
