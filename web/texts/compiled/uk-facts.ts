// Compiled by scripts/compile-texts.ts from the JSON files beside. Not to be edited.
import type { Catalogue } from "../catalogue.ts";

export const ukFacts: Catalogue<"facts"> = {
  language: "uk",
  namespace: "facts",
  messages: {
    "facts.automation": ["Автоматизація"],
  },
};
