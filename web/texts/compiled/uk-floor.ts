// Compiled by scripts/compile-texts.ts from the JSON files beside. Not to be edited.
import type { Catalogue } from "../catalogue.ts";

export const ukFloor: Catalogue<"floor"> = {
  language: "uk",
  namespace: "floor",
  messages: {
    "floor.title": ["Мої етапи"],
  },
};
