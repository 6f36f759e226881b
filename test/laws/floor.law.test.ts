import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Result } from "#kernel/result.ts";
import type { OrderChange } from "#modules/production/core/order-change.ts";
import type { OrderWish } from "#test/builders/an-order-state.ts";
import { aFloor } from "#test/builders/floor.ts";
import { type FloorLine, floorLines, floorVerbs, orderWishes, tellLine, wishInWords } from "./floor-story.ts";
import { breachesOfFold, breachesOfOrder, breachesOfPast, figuresOf } from "./order-laws.ts";

/**
 * Every verb on an order, over any template, by the rules alone: thousands of stories in seconds. After each line
 * the laws hold; every story is taken back a step here and there; the facts, folded, give the state.
 */
const isLong = process.env["LONG"] === "1";
const stories = Number(process.env["STORIES"] ?? (isLong ? 60_000 : 4_000));

/** How often each verb was accepted: laws that are held over refusals alone would hold nothing. */
const accepted = new Map<string, number>();

type FloorTold = { words: string; answer: Result<OrderChange> } | null;

function play(wish: OrderWish, lines: readonly FloorLine[]): void {
  const floor = aFloor(wish);
  const said: string[] = [];
  const expectAll = (breaches: readonly string[]): void => {
    if (breaches.length === 0) return;
    throw new Error(`${breaches.join("\n")}\n\nin this story:\n${wishInWords(wish)}\n${said.join("\n")}\n`);
  };
  for (const line of lines) {
    floor.now = new Date(floor.now.getTime() + line.minutes * 60_000);
    const before = floor.state;
    let told: FloorTold;
    try {
      told = tellLine(floor, line);
    } catch (error) {
      expectAll([`${line.verb} threw ${error instanceof Error ? error.stack : String(error)}`]);
      throw error;
    }
    if (told === null) continue;
    said.push(`${told.words}${told.answer.ok ? "" : `: no, ${told.answer.refusal.code}`}`);
    if (!told.answer.ok) {
      if (floor.state !== before) expectAll(["A refusal changed something"]);
      continue;
    }
    if (told.answer.value.facts.length === 0) continue;
    accepted.set(line.verb, (accepted.get(line.verb) ?? 0) + 1);
    const takesBack = line.verb === "undo" || line.verb === "undoLast" || line.verb === "reopenRun";
    expectAll([
      ...breachesOfOrder(floor.state, floor.log),
      ...(takesBack ? [] : breachesOfPast(before, floor.state)),
    ]);
    const act = floor.acts.at(-1);
    if (takesBack || act === undefined || line.pick % 4 !== 0) continue;
    // Law 10: nothing has come between.
    const undone = floor.ask.undo(act.id, act.by);
    if (!undone.ok) {
      if (undone.refusal.code !== "undo_unknown") expectAll([`undo refused: ${undone.refusal.code}`]);
      continue;
    }
    said.push("    which is taken back at once");
    accepted.set("takenBack", (accepted.get("takenBack") ?? 0) + 1);
    const [was, is] = [JSON.stringify(figuresOf(before)), JSON.stringify(figuresOf(floor.state))];
    expectAll([
      ...(was === is ? [] : [`do and undo left\n${difference(was, is)}`]),
      ...breachesOfOrder(floor.state, floor.log),
    ]);
  }
  expectAll(breachesOfFold(floor.state, floor.log));
}

/** From where two texts part. */
function difference(was: string, is: string): string {
  let at = 0;
  while (was[at] === is[at]) at += 1;
  const from = Math.max(0, at - 120);
  return `was …${was.slice(from, at + 120)}…\nis  …${is.slice(from, at + 120)}…`;
}

describe("the laws of an order", () => {
  it("hold after every act of any story on any template, and every act can be taken back", () => {
    fc.assert(fc.property(orderWishes, floorLines(70), play), {
      numRuns: stories,
      endOnFailure: false,
      interruptAfterTimeLimit: isLong ? 3_000_000 : 150_000,
      ...(process.env["SEED"] === undefined ? {} : { seed: Number(process.env["SEED"]) }),
    });
    console.info(
      `${stories} stories: ${[...accepted].map(([verb, times]) => `${verb} ${times}`).join(", ")}`,
    );
    expect([...floorVerbs, "takenBack"].filter((verb) => !accepted.has(verb))).toEqual([]);
  });
});
