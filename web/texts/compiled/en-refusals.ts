// Compiled by scripts/compile-texts.ts from the JSON files beside. Not to be edited.
import type { Catalogue } from "../catalogue.ts";

export const enRefusals: Catalogue<"refusals"> = {
  language: "en",
  namespace: "refusals",
  messages: {
    "refusal.invalid_input": ["Please check what was entered."],
    "refusal.not_allowed": ["Your role does not allow this."],
    "refusal.not_found": ["This does not exist, or no longer does."],
    "refusal.signed_out": ["Please sign in first."],
    "refusal.unexpected": ["Something went wrong on our side. Nothing was changed; the report has the number ",["requestId"],"."],
  },
};
