// Compiled by scripts/compile-texts.ts from the JSON files beside. Not to be edited.
import type { Catalogue } from "../catalogue.ts";

export const ukRefusals: Catalogue<"refusals"> = {
  language: "uk",
  namespace: "refusals",
  messages: {
    "refusal.invalid_input": ["Перевірте, будь ласка, введене."],
    "refusal.not_allowed": ["Ваша роль цього не дозволяє."],
    "refusal.not_found": ["Такого немає або вже немає."],
    "refusal.signed_out": ["Спершу увійдіть, будь ласка."],
    "refusal.unexpected": ["Щось пішло не так на нашому боці. Нічого не змінено; номер звіту ",["requestId"],"."],
  },
};
