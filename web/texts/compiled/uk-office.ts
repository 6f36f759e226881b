// Compiled by scripts/compile-texts.ts from the JSON files beside. Not to be edited.
import type { Catalogue } from "../catalogue.ts";

export const ukOffice: Catalogue<"office"> = {
  language: "uk",
  namespace: "office",
  messages: {
    "office.title": ["Treadle"],
  },
};
