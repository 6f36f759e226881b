import { itemKinds } from "../item-kinds.ts";
import { pickTexts, pickWords } from "../search-text.ts";

export const stockTabs = ["on-hand", "shortages", "batches", "movements", "stocktakes"] as const;

/** How soon batches expire that are looked for. */
export const batchDays = ["0", "7", "14", "30", "90"] as const;

export const stockOnly = ["below_minimum", "short"] as const;

export const validateStockSearch = (search: Record<string, unknown>) => ({
  ...pickTexts(search, ["search", "warehouse", "variant"]),
  ...pickWords(search, { within: batchDays, used: ["yes"], new: ["receipt", "stocktake"] }),
  ...pickWords(search, { kind: itemKinds, tab: stockTabs, only: stockOnly }),
});
export type StockSearch = ReturnType<typeof validateStockSearch>;

export const validateItemListSearch = (search: Record<string, unknown>) => ({
  ...pickTexts(search, ["search", "item"]),
  ...pickWords(search, { kind: itemKinds, archived: ["yes"], new: ["item"] }),
});
export type ItemListSearch = ReturnType<typeof validateItemListSearch>;
