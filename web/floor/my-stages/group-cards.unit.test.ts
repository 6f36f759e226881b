import { describe, expect, test } from "vitest";
import { aCard, aGroup, someUnits } from "./a-card.ts";
import { groupCards, materialsOf, timeOf, unitsOf } from "./group-cards.ts";

const numbers = (groups: ReturnType<typeof groupCards>): string[][] =>
  groups.map(({ units }) => units.map(({ lotNumber }) => lotNumber));

describe("Cards of one stage of one order", () => {
  test("are one card with all its units, in the order of their numbers", () => {
    const units = someUnits(11);
    const other = aCard({ runId: "another" });
    const groups = groupCards([units[2] ?? other, other, ...units.filter((_, index) => index !== 2)]);
    expect(numbers(groups)).toEqual([["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"], ["1"]]);
    expect(groups[0]?.lead.lotNumber).toBe("3");
    expect(groups[1]?.lead.runId).toBe("another");
  });

  test("part where they stand differently: two run, one is paused", () => {
    const [first, second, third] = someUnits(3, {
      state: "in_progress",
      workingSince: "2026-06-01T10:00:00.000Z",
    });
    if (first === undefined || second === undefined || third === undefined) throw new Error("three units");
    const paused = { ...second, state: "paused" as const, workingSince: null };
    expect(numbers(groupCards([first, paused, third]))).toEqual([["1", "3"], ["2"]]);
  });

  test("count one that the list has cut off, but only where it can be started", () => {
    const [ready] = someUnits(3);
    const [running] = someUnits(3, { state: "in_progress" });
    if (ready === undefined || running === undefined) throw new Error("units");
    const [group] = groupCards([ready]);
    expect(group?.units.map(({ card }) => card !== null)).toEqual([true, false, false]);
    expect(unitsOf(group?.units ?? [])).toBe(3);
    expect(numbers(groupCards([running]))).toEqual([["1"]]);
  });

  test("have one clock: what each has had of the work together, and what runs now once", () => {
    const since = "2026-06-01T10:00:00.000Z";
    const [first, second] = someUnits(2, { workedSeconds: 30, plannedSeconds: 600, workingSince: since });
    if (first === undefined || second === undefined) throw new Error("two units");
    expect(timeOf(aGroup(first, second))).toEqual({
      workedSeconds: 60,
      plannedSeconds: 1_200,
      workingSince: since,
    });
  });

  test("are set up for once: ten minutes of it and one a unit are twelve for two", () => {
    const [first, second] = someUnits(2, { plannedSeconds: 660, onceSeconds: 600 });
    if (first === undefined || second === undefined) throw new Error("two units");
    expect(timeOf(aGroup(first, second)).plannedSeconds).toBe(720);
    expect(timeOf(aGroup(first)).plannedSeconds).toBe(660);
  });

  test("leave out those that came back, which tell why on cards of their own", () => {
    const [first, second, third, fourth] = someUnits(5);
    if (first === undefined || second === undefined || third === undefined || fourth === undefined) {
      throw new Error("four units");
    }
    const back = (card: typeof first, reasonName: string) => ({
      ...card,
      cycle: 1,
      returnedFor: { reasonName, note: "", photoIds: [] },
    });
    const groups = groupCards([first, back(second, "Crack"), back(third, "Paint"), back(fourth, "Crack")]);
    expect(numbers(groups)).toEqual([["1", "5"], ["2", "4"], ["3"]]);
  });

  test("take together what each of them takes, exactly", () => {
    const [material] = aCard().materials;
    if (material === undefined) throw new Error("the card has a material");
    const materials = [{ ...material, norm: "5.882353", consumed: "0.1" }];
    const [first, second, third] = someUnits(3, { materials });
    if (first === undefined || second === undefined || third === undefined) throw new Error("three units");
    const group = aGroup(first, second, third);
    expect(materialsOf(group, ["unit-1", "unit-3"])).toMatchObject([{ norm: "11.764706", consumed: "0.2" }]);
    expect(materialsOf(aGroup(first), [])).toBe(first.materials);
  });

  test("stay alone where the server names no other", () => {
    const cards = [aCard({ runId: "one" }), aCard({ runId: "two" })];
    expect(groupCards(cards).map(({ lead }) => lead.runId)).toEqual(["one", "two"]);
    expect(unitsOf(groupCards(cards)[0]?.units ?? [])).toBe(20);
  });
});
