import { describe, expect, it } from "vitest";
import type { Id } from "#kernel/id.ts";
import type { OrderFact } from "./order-fact.ts";
import { type LoggedFact, unitsOfRun } from "./units-of-run.ts";

const run = { id: "run", lotId: "1" };

/** Each fact by a command of its own, unless one is named. */
function log(...facts: (readonly [kind: string, data: object, commandId?: Id])[]): LoggedFact[] {
  return facts.map(([kind, data, commandId], place) => ({
    commandId: commandId ?? `command ${place}`,
    fact: { kind, data } as unknown as OrderFact,
  }));
}
const made = (units: number) => ["order_created", { lots: [{ id: "1", units }] }] as const;
const started = ["run_started", { runId: "run" }] as const;
const captured = ["run_cost_captured", { runId: "run" }] as const;
const split = (lotId: Id, id: Id, units: number, commandId?: Id) =>
  ["lot_split", { lotId, part: { id, units } }, commandId] as const;
const merged = (from: Id, into: Id, units: number) => ["lots_merged", { from, into, units }] as const;
const where = (...facts: Parameters<typeof log>) => Object.fromEntries(unitsOfRun(log(...facts), run));

describe("the units that a run handled", () => {
  it("are those of its lot, as long as nothing parts", () => {
    expect(where(made(20), started, captured)).toEqual({ "1": 20 });
  });

  it("are also those that left while it was under way, and those that left afterwards", () => {
    const facts = [made(20), started, split("1", "1.1", 3), captured, split("1", "1.2", 1)] as const;
    expect(where(...facts)).toEqual({ "1": 16, "1.1": 3, "1.2": 1 });
  });

  it("are not those that left before it began", () => {
    expect(where(made(20), split("1", "1.1", 5), started, captured)).toEqual({ "1": 15 });
  });

  it("join with others', and part again by the share that they have of the lot", () => {
    const facts = [
      made(20),
      split("1", "2", 10),
      started,
      captured,
      merged("1", "2", 10),
      split("2", "2.1", 4),
    ] as const;
    expect(where(...facts)).toEqual({ "2": 8, "2.1": 2 });
  });

  it("come back into the lot from which they were sent", () => {
    const facts = [made(20), started, split("1", "1.1", 3), captured, merged("1.1", "1", 3)] as const;
    expect(where(...facts)).toEqual({ "1": 20 });
  });

  it("are more where it made more than was ordered", () => {
    const over = ["units_over_yielded", { lotId: "1", units: 2 }] as const;
    expect(where(made(20), started, over, captured)).toEqual({ "1": 22 });
  });

  it("are as before where a split was taken back, and of a second start where the first was", () => {
    const undone = (commandId: Id, lots: object[]) => ["work_undone", { commandId, lots }] as const;
    const taken = undone("parting", [
      { id: "1", units: 20 },
      { id: "1.1", units: 0 },
    ]);
    expect(where(made(20), started, captured, split("1", "1.1", 3, "parting"), taken)).toEqual({ "1": 20 });
    const cancelled = ["start_cancelled", { runId: "run" }] as const;
    expect(where(made(20), started, cancelled, split("1", "1.1", 5), started, captured)).toEqual({
      "1": 15,
    });
  });

  it("of another run are another matter", () => {
    const other = ["run_started", { runId: "other" }] as const;
    const capturedOther = ["run_cost_captured", { runId: "other" }] as const;
    expect(where(made(20), other, capturedOther)).toEqual({});
  });
});
