// Compiled by scripts/compile-texts.ts from the JSON files beside. Not to be edited.
import type { Catalogue } from "../catalogue.ts";

export const enFacts: Catalogue<"facts"> = {
  language: "en",
  namespace: "facts",
  messages: {
    "facts.automation": ["Automation"],
  },
};
