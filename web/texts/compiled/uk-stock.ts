// Compiled by scripts/compile-texts.ts from the JSON files beside. Not to be edited.
import type { Catalogue } from "../catalogue.ts";

export const ukStock: Catalogue<"stock"> = {
  language: "uk",
  namespace: "stock",
  messages: {
    "purchases.title": ["Закупівлі"],
  },
};
