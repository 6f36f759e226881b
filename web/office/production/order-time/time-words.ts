import type { OutputOf } from "#modules/routes.ts";
import type { ProductionTexts } from "../texts.ts";

export type OrderTimeData = OutputOf<"showOrderTime">;
export type TimeRun = OrderTimeData["runs"][number];
export type Stretch = TimeRun["stretches"][number];
export type Correction = OrderTimeData["corrections"][number];
type Told = Pick<Stretch, "kind" | "reasonName" | "paid">;

/** "Work", "Pause: lunch". */
export function whatItWas({ kind, reasonName }: Told, { t }: Pick<ProductionTexts, "t">): string {
  if (kind === "work") return t("time.work");
  return reasonName === null ? t("time.pause") : t("time.pauseFor", { reason: reasonName });
}

/** A day is said once where the stretch does not go over midnight. */
export function fromTo(from: string, to: string | null, texts: ProductionTexts): string {
  const { t, dateTime, time, date } = texts;
  if (to === null) return `${dateTime(from)} – ${t("time.running")}`;
  return date(from) === date(to) ? `${dateTime(from)} – ${time(to)}` : `${dateTime(from)} – ${dateTime(to)}`;
}

/**
 * "Proposed: 14:02 instead of 21:40", where somebody forgot to stop the time and nothing but the end is to be
 * otherwise; else null.
 */
export function endInstead(
  { kind, state, before, after }: Correction,
  texts: ProductionTexts,
): string | null {
  const [recorded, ...moreBefore] = before.stretches;
  const [really, ...moreAfter] = after.stretches;
  if (kind !== "time" || state !== "proposed" || recorded === undefined || really === undefined) return null;
  if (moreBefore.length > 0 || moreAfter.length > 0) return null;
  const same = (["memberId", "kind", "reasonId", "from"] as const).every(
    (key) => recorded[key] === really[key],
  );
  if (!same) return null;
  const { t, date, dateTime, time } = texts;
  const isOneDay = date(recorded.to) === date(really.to);
  const moment = (at: string): string => (isOneDay ? time(at) : dateTime(at));
  return t("correct.endInstead", { really: moment(really.to), recorded: moment(recorded.to) });
}

/** The correction that waits and would change this stretch. */
export function proposalFor(stretch: Stretch, corrections: readonly Correction[]): Correction | undefined {
  const { memberId, from, to } = stretch;
  return corrections.find(
    ({ state, before }) =>
      state === "proposed" &&
      before.stretches.some((row) => row.memberId === memberId && row.from === from && row.to === to),
  );
}

/** Hours, minutes and seconds of what runs: it is seen to run. */
export function clock(seconds: number): string {
  const two = (count: number): string => String(count).padStart(2, "0");
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

export const lastedSeconds = (from: string, to: string): number =>
  Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / 1000));

/** One side of a correction in a line: what was written down, or what it really was. */
export function sideInWords(
  side: Correction["before"],
  kind: Correction["kind"],
  texts: ProductionTexts,
): string {
  const { t, list, quantity } = texts;
  if (kind === "material") {
    return list(side.materials.map((row) => `${materialName(row)} ${quantity(row.quantity, row.unit)}`));
  }
  if (side.stretches.length === 0) return t("time.forgotten");
  return list(
    side.stretches.map(
      (row) => `${row.memberName}, ${whatItWas(row, texts)}, ${fromTo(row.from, row.to, texts)}`,
    ),
  );
}

export const materialName = (row: { readonly itemName: string; readonly variantName: string }): string =>
  row.variantName === row.itemName ? row.itemName : `${row.itemName}, ${row.variantName}`;
