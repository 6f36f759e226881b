import { pickTexts, pickWords } from "../search-text.ts";

export const templateTabs = ["stages", "materials", "variants", "triggers", "policies", "versions"] as const;
export type TemplateTab = (typeof templateTabs)[number];

/** `new` is the product that a template is wanted for, or "yes" where it is yet to be chosen. */
export const validateTemplateListSearch = (search: Record<string, unknown>) => ({
  ...pickTexts(search, ["search", "new"]),
  ...pickWords(search, { archived: ["yes"] }),
});
export type TemplateListSearch = ReturnType<typeof validateTemplateListSearch>;

/**
 * `version` is looked at, `compare` is laid beside the current one; `stage` is the one that is open, `variant`
 * the one whose version is.
 */
export const validateTemplateSearch = (search: Record<string, unknown>) => ({
  ...pickTexts(search, ["version", "compare", "stage", "variant"]),
  ...pickWords(search, { tab: templateTabs }),
});
export type TemplateSearch = ReturnType<typeof validateTemplateSearch>;
