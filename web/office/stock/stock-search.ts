import { itemKinds } from "../item-kinds.ts";
import { pickTexts, pickWords } from "../search-text.ts";

export const stockTabs = ["on-hand", "movements", "stocktakes"] as const;

export const validateStockSearch = (search: Record<string, unknown>) => ({
  ...pickTexts(search, ["search", "warehouse", "variant"]),
  ...pickWords(search, { kind: itemKinds, tab: stockTabs }),
});
export type StockSearch = ReturnType<typeof validateStockSearch>;

export const validateItemListSearch = (search: Record<string, unknown>) => ({
  ...pickTexts(search, ["search", "item"]),
  ...pickWords(search, { kind: itemKinds, archived: ["yes"], new: ["item"] }),
});
export type ItemListSearch = ReturnType<typeof validateItemListSearch>;
