import { type Decimal, roundQuantity, shareOut, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { type LostOfRun, totalOf } from "./cost-breakdown.ts";
import type { RealPart } from "./cost-story.ts";
import { rateOf } from "./tell-stage.ts";

/** Captured lines added up: of one run where it lost something, else of all runs alike. */
export type CapturedSum = Omit<RealPart, "part"> & { readonly runId: Id | null };

/**
 * Divides captured cost by what became of the units: scrap (on written-off units), rework (of a later cycle, on the
 * others) and good (the rest: first passes). What a run lost by category is what the cost breakdown says, shared over
 * its lines by largest remainder; a line's three parts add up to the line. Quantities follow the money.
 */
export function splitCost(captured: readonly CapturedSum[], lost: ReadonlyMap<Id, LostOfRun>): RealPart[] {
  const parts: RealPart[] = [];
  const add = (part: RealPart): void => {
    if (!part.quantity.eq(0) || !part.amount.eq(0)) parts.push(part);
  };
  for (const lines of Map.groupBy(captured, ({ runId, category }) => `${runId ?? ""} ${category}`).values()) {
    const [first] = lines;
    if (first === undefined) continue;
    const ofRun = first.runId === null ? undefined : lost.get(first.runId);
    const scraps = shareOut(
      ofRun?.scrap[first.category] ?? zero,
      lines.map(({ amount }) => amount),
    );
    for (const [place, { runId: _, ...line }] of lines.entries()) {
      const scrap = scraps[place] ?? zero;
      const quantity = scrapQuantity(line, scrap, ofRun);
      const rate = rateOf(line, line.quantity);
      add({ ...line, rate, part: "scrap", quantity, amount: scrap });
      const left = { quantity: line.quantity.minus(quantity), amount: line.amount.minus(scrap) };
      add({ ...line, ...left, rate, part: line.cycle > 0 ? "rework" : "good" });
    }
  }
  return parts;
}

/** In proportion to the money; where the line cost nothing, to that of its run. */
function scrapQuantity(
  line: Omit<CapturedSum, "runId">,
  scrap: Decimal,
  ofRun: LostOfRun | undefined,
): Decimal {
  if (ofRun === undefined) return zero;
  if (!line.amount.eq(0)) return roundQuantity(line.quantity.times(scrap).div(line.amount));
  const all = totalOf(ofRun.scrap).plus(totalOf(ofRun.rework));
  return line.cycle > 0 && !all.eq(0)
    ? roundQuantity(line.quantity.times(totalOf(ofRun.scrap)).div(all))
    : zero;
}
