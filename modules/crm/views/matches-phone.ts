import { type RawBuilder, sql } from "kysely";
import { containing } from "#kernel/search.ts";

/** Whether a phone contains the digits that are searched for, however either is spaced; never for fewer than three. */
export function matchesPhone(phone: RawBuilder<unknown>, words: string): RawBuilder<boolean> {
  const digits = words.replace(/\D/g, "");
  if (digits.length < 3) return sql<boolean>`false`;
  return sql<boolean>`regexp_replace(${phone}, '\\D', '', 'g') like ${containing(digits)}`;
}
