import { describe, expect, it } from "vitest";
import { byRank, heldCards, priorityBetween } from "./board-order.ts";

describe("a card that is dropped between two others", () => {
  it("takes the priority of the one below it when it is less urgent", () => {
    expect(priorityBetween("normal", null, "urgent")).toBe("urgent");
    expect(priorityBetween("low", "high", "normal")).toBe("normal");
  });

  it("takes the priority of the one above it when it is more urgent", () => {
    expect(priorityBetween("urgent", "normal", "low")).toBe("normal");
    expect(priorityBetween("high", "low", null)).toBe("low");
  });

  it("stays as it is where it may stand: the due date decides there", () => {
    expect(priorityBetween("normal", "normal", "normal")).toBeUndefined();
    expect(priorityBetween("high", "urgent", "normal")).toBeUndefined();
    expect(priorityBetween("low", null, null)).toBeUndefined();
  });
});

it("sorts a column as the server does: urgent first, then by due date, those without one last", () => {
  const cards = [
    { id: "1", priority: "normal", dueAt: null },
    { id: "2", priority: "normal", dueAt: "2026-06-02T20:59:59.000Z" },
    { id: "3", priority: "low", dueAt: "2026-01-02T20:59:59.000Z" },
    { id: "4", priority: "urgent", dueAt: null },
    { id: "0", priority: "normal", dueAt: null },
  ] as const;
  expect([...cards].sort(byRank).map((card) => card.id)).toEqual(["4", "2", "0", "1", "3"]);
});

it("keeps what is under the pointer where it is, with what is new of it", () => {
  const shown = [
    { id: "a", units: 1 },
    { id: "b", units: 1 },
  ];
  const now = [
    { id: "c", units: 1 },
    { id: "b", units: 2 },
  ];
  expect(heldCards(shown, now)).toEqual([
    { id: "a", units: 1 },
    { id: "b", units: 2 },
    { id: "c", units: 1 },
  ]);
});
