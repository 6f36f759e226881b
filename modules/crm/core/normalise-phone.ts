/**
 * What makes two phone numbers the same one: their last nine digits, however they are spaced and whether or not
 * the country's code is typed. null where there are too few digits to tell anybody by.
 */
export function normalisePhone(phone: string | null): string | null {
  const digits = (phone ?? "").replace(/\D/g, "");
  return digits.length < 5 ? null : digits.slice(-9);
}
