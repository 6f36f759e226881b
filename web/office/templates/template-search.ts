import { pickTexts } from "../search-text.ts";

export const validateTemplateListSearch = (search: Record<string, unknown>) =>
  pickTexts(search, ["search", "archived", "new"]);
export const validateTemplateSearch = (search: Record<string, unknown>) =>
  pickTexts(search, ["tab", "version", "stage"]);
