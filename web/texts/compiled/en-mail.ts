// Compiled by scripts/compile-texts.ts from the JSON files beside. Not to be edited.
import type { Catalogue } from "../catalogue.ts";

export const enMail: Catalogue<"mail"> = {
  language: "en",
  namespace: "mail",
  messages: {
    "mail.greeting": ["Hello, ",["name"],"!"],
  },
};
