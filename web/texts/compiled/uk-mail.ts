// Compiled by scripts/compile-texts.ts from the JSON files beside. Not to be edited.
import type { Catalogue } from "../catalogue.ts";

export const ukMail: Catalogue<"mail"> = {
  language: "uk",
  namespace: "mail",
  messages: {
    "mail.greeting": ["Вітаємо, ",["name"],"!"],
  },
};
