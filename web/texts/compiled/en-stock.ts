// Compiled by scripts/compile-texts.ts from the JSON files beside. Not to be edited.
import type { Catalogue } from "../catalogue.ts";

export const enStock: Catalogue<"stock"> = {
  language: "en",
  namespace: "stock",
  messages: {
    "purchases.title": ["Purchases"],
  },
};
