import { timelineKinds } from "../timeline/about.ts";
import { pickTexts, pickWords } from "../search-text.ts";

/** What the deals' address carries: how they are shown, what narrows them, and the dialog over them. */
export const validateDealSearch = (search: Record<string, unknown>) => ({
  ...pickTexts(search, ["search", "pipeline", "status", "new", "contact"]),
  ...pickWords(search, { view: ["list"] }),
});
export type DealSearch = ReturnType<typeof validateDealSearch>;

export const dealTabs = ["files", "finance"] as const;

/** What one deal's address carries: the part that is open, and what its story is narrowed to. */
export const validateDealCardSearch = (search: Record<string, unknown>) =>
  pickWords(search, { tab: dealTabs, show: timelineKinds });

/** A contact's or a company's: what the story is narrowed to. */
export const validateStorySearch = (search: Record<string, unknown>) =>
  pickWords(search, { show: timelineKinds });
