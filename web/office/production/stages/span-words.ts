import type { ProductionTexts } from "../texts.ts";

/** "22 Nov, 14:00 – 15:30": the day once, where both ends are of the same. */
export function spanInWords(
  from: string | Date,
  to: string | Date,
  { t, date, time, dateTime }: Pick<ProductionTexts, "t" | "date" | "time" | "dateTime">,
): string {
  const end = date(from) === date(to) ? time(to) : dateTime(to);
  return t("order.spanTitle", { from: dateTime(from), to: end });
}
