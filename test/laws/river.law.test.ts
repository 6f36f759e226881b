import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OrderFact } from "#modules/production/core/order-fact.ts";
import { isInWork, type OrderState } from "#modules/production/core/order-state.ts";
import { riverOf } from "#modules/production/core/river.ts";
import { riverCells } from "#modules/production/core/river-tally.ts";
import type { OrderWish } from "#test/builders/an-order-state.ts";
import { aFloor } from "#test/builders/floor.ts";
import { type FloorLine, floorLines, orderWishes, tellLine, wishInWords } from "./floor-story.ts";

/** Whatever happens to an order, its river shows each unit once, wherever the order itself says that it is. */
const stories = Number(process.env["STORIES"] ?? (process.env["LONG"] === "1" ? 20_000 : 1_500));
const width = riverCells.length;
const seen = new Map<string, number>();

function play(wish: OrderWish, lines: readonly FloorLine[]): void {
  const floor = aFloor(wish);
  const acts: OrderFact[][] = [[...floor.log]];
  const states: OrderState[] = [floor.state];
  const said: string[] = [];
  for (const line of lines) {
    floor.now = new Date(floor.now.getTime() + line.minutes * 60_000);
    const told = tellLine(floor, line);
    const facts = floor.log.slice(acts.flat().length);
    if (told === null || facts.length === 0) continue;
    said.push(told.words);
    acts.push(facts);
    states.push(floor.state);
  }
  const { stages, frames } = riverOf(floor.state.order.id, JSON.parse(JSON.stringify(acts)) as OrderFact[][]);
  const breaches = states.flatMap((state, act) => {
    const frame = frames.findLast((each) => each.act <= act);
    if (frame === undefined) return [`no frame by act ${act}`];
    const { order } = state;
    const { counts } = frame;
    const cell = (place: number, name: string): number =>
      frame.cells[place * width + riverCells.findIndex((each) => each === name)] ?? Number.NaN;
    const is = (what: string, expected: number, found: number): string[] =>
      expected === found ? [] : [`act ${act}, ${said[act - 1]}: ${what} is ${found}, not ${expected}`];
    const lots = [...state.lots.values()];
    for (const [at, units] of frame.cells.entries()) {
      const name = riverCells[at % width] ?? "";
      if (units > 0) seen.set(name, (seen.get(name) ?? 0) + 1);
    }
    if (frame.back.size > 0) seen.set("back", (seen.get("back") ?? 0) + 1);
    return [
      ...is("total", order.ordered + order.over, counts.total),
      ...is("in work", order.inWork, counts.inWork),
      ...is("received", order.received, counts.received),
      ...is("written off", order.writtenOff, counts.writtenOff),
      ...is("withdrawn", order.withdrawn, counts.withdrawn),
      ...frame.cells.flatMap((units, at) =>
        units >= 0
          ? []
          : [`act ${act}: ${riverCells[at % width]} at ${stages[Math.floor(at / width)]?.key} is ${units}`],
      ),
      // Each lost unit is lost at one stage.
      ...is("lost by stages", order.writtenOff, sumOf(stages.map((_, place) => cell(place, "writtenOff")))),
      ...state.stages.flatMap((stage, place) => {
        const here = riverCells.slice(0, 6).map((name) => cell(place, name));
        const inWorkHere = sumOf(
          lots
            .filter(
              (lot) =>
                isInWork(lot) &&
                [...state.runs.values()].some(
                  (run) =>
                    run.lotId === lot.id &&
                    run.stageId === stage.id &&
                    ["in_progress", "paused", "blocked", "held", "escalated"].includes(run.state),
                ),
            )
            .map((lot) => lot.units),
        );
        const past = lots.filter((lot) => lot.state !== "merged" && lot.done[stage.id] !== undefined);
        return [
          ...is(`past ${stage.key}`, sumOf(past.map((lot) => lot.units)), cell(place, "past")),
          ...is(`at ${stage.key}`, inWorkHere, sumOf(here) - cell(place, "waiting")),
          ...(sumOf(riverCells.map((name) => cell(place, name))) <= counts.total
            ? []
            : [`act ${act}: more units at ${stage.key} than there are`]),
        ];
      }),
    ];
  });
  const back = sumOf([...(frames.at(-1)?.back.values() ?? [])]);
  const returned = sumOf(
    floor.acts
      .filter((act) => !floor.isUndone(act.id))
      .flatMap((act) => act.facts.map((fact) => sentBackBy(fact, act.before))),
  );
  if (back !== returned) breaches.push(`${back} units went back, not ${returned}`);
  if (breaches.length === 0) return;
  throw new Error(`${breaches.join("\n")}\n\nin this story:\n${wishInWords(wish)}\n${said.join("\n")}\n`);
}

function sentBackBy(fact: OrderFact, before: OrderState): number {
  if (fact.kind === "defect_reported" && fact.data.decision === "return" && !fact.data.escalated)
    return fact.data.units;
  if (fact.kind === "escalation_resolved" && fact.data.decision === "once_more")
    return before.lots.get(fact.data.lotId)?.units ?? Number.NaN;
  return 0;
}

const sumOf = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

describe("the river of an order", () => {
  it("shows every unit once at every moment of any story, as the law of units counts them", () => {
    fc.assert(fc.property(orderWishes, floorLines(60), play), { numRuns: stories, endOnFailure: false });
    expect([...riverCells, "back"].filter((name) => !seen.has(name))).toEqual([]);
  });
});
