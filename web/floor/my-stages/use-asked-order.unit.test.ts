import { describe, expect, it } from "vitest";
import { aCard } from "./a-card.ts";
import { placeOfOrder } from "./use-asked-order.ts";

const wanted = "0197c1e2-0000-7000-8000-0000000000aa";
const other = aCard();
const mine = aCard({ orderId: wanted, runId: "run" });

describe("a scanned order", () => {
  it("is where its work runs, before where it waits, before where it is done", () => {
    const all = { inProgress: [other, mine], waiting: [mine], doneToday: [mine] };
    expect(placeOfOrder(all, wanted)).toEqual({ tab: "inProgress", runId: "run" });
    expect(placeOfOrder({ ...all, inProgress: [other] }, wanted)).toMatchObject({ tab: "waiting" });
    expect(
      placeOfOrder({ inProgress: [], waiting: [other], doneToday: [mine] }, wanted.toUpperCase()),
    ).toMatchObject({
      tab: "doneToday",
    });
  });

  it("is found by its number, too", () => {
    const numbered = aCard({ orderNumber: 118, runId: "run" });
    expect(placeOfOrder({ inProgress: [other], waiting: [numbered], doneToday: [] }, "118")).toEqual({
      tab: "waiting",
      runId: "run",
    });
  });

  it("is nowhere where nobody has a stage of it for me", () => {
    expect(placeOfOrder({ inProgress: [other], waiting: [], doneToday: [] }, wanted)).toBeNull();
  });
});
