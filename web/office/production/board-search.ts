import { pickTexts } from "../search-text.ts";

/** What the board's address carries. */
export const validateBoardSearch = (search: Record<string, unknown>) =>
  pickTexts(search, ["search", "operator", "item", "overdue", "view", "new"]);
/** What the order card's address carries. */
export const validateOrderSearch = (search: Record<string, unknown>) => pickTexts(search, ["tab"]);
