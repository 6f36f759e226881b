// Compiled by scripts/compile-texts.ts from the JSON files beside. Not to be edited.
import type { Catalogue } from "../catalogue.ts";

export const enFloor: Catalogue<"floor"> = {
  language: "en",
  namespace: "floor",
  messages: {
    "floor.title": ["My Stages"],
  },
};
