import { type RawBuilder, sql } from "kysely";

/** Whether a row's `phone` is the number whose last nine digits are given (core/normalise-phone.ts). */
export const samePhone = (digits: string): RawBuilder<boolean> =>
  sql<boolean>`right(regexp_replace(phone, '\\D', '', 'g'), 9) = ${digits}`;
