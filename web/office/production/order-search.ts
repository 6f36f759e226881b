import { pickWords } from "../search-text.ts";
import { orderTabs } from "./board-search.ts";

/** What the order card's address carries: which tab, and whether its stages are shown as a river. */
export const validateOrderSearch = (search: Record<string, unknown>) =>
  pickWords(search, { tab: orderTabs, view: ["river"] });
