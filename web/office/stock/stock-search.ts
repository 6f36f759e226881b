import { pickTexts } from "../search-text.ts";

export const validateStockSearch = (search: Record<string, unknown>) =>
  pickTexts(search, ["search", "warehouse", "kind", "tab", "variant"]);
export const validateItemListSearch = (search: Record<string, unknown>) =>
  pickTexts(search, ["search", "kind", "archived", "item", "new"]);
