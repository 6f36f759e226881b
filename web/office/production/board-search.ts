import { pickTexts, pickWords } from "../search-text.ts";

export const orderTabs = [
  "overview",
  "stages",
  "materials",
  "time",
  "files",
  "defects",
  "history",
  "chat",
] as const;
export type OrderTab = (typeof orderTabs)[number];

/** What the board's address carries: its filters, how it is shown, and the card that is open over it. */
export const validateBoardSearch = (search: Record<string, unknown>) => ({
  ...pickTexts(search, ["search", "operator", "item", "order"]),
  ...pickWords(search, { overdue: ["yes"], view: ["list"], new: ["order"], tab: orderTabs }),
});
export type BoardSearch = ReturnType<typeof validateBoardSearch>;

/** What the order card's address carries. */
export const validateOrderSearch = (search: Record<string, unknown>) => pickWords(search, { tab: orderTabs });
