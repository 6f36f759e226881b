import { describe, expect, it } from "vitest";
import type { OrderWish } from "#test/builders/an-order-state.ts";
import { aToldFloor, refusalOf, type ToldFloor } from "#test/builders/told-floor.ts";

/** What a defect does to units, in each batch mode. Minutes cost 1.00 each: domain.md sections 3, 4 and 6. */
const threeStages = [{ key: "cutting" }, { key: "sewing" }, { key: "checking" }];

function at(key: string, wish: OrderWish): ToldFloor {
  const floor = aToldFloor({ stages: threeStages, ...wish });
  let minute = 0;
  for (const stage of wish.stages ?? threeStages) {
    floor.at(minute);
    floor.start(stage.key);
    if (stage.key === key) break;
    floor.at((minute += 10));
    floor.finish(stage.key);
  }
  floor.at(minute + 10);
  return floor;
}

describe("units that are written off", () => {
  it("leave a whole batch as a loss; the rest goes on, and nobody waits", () => {
    const floor = at("sewing", { batchMode: "whole", quantity: 10 });
    floor.defect("sewing", { units: 2 });
    expect(floor.lots()).toEqual(["1 in_work 8", "1.1 written_off 2"]);
    expect(floor.stateOf("sewing")).toBe("in_progress");
    expect(floor.state.order).toMatchObject({ inWork: 8, writtenOff: 2, ordered: 10 });
  });

  it("leave a split order the same way, with what they carry: 10.00 for ten, 2.00 for two", () => {
    const floor = at("sewing", { batchMode: "split", quantity: 10, defectAccounting: "separate" });
    floor.defect("sewing", { units: 2 });
    expect(floor.lots()).toEqual(["1 in_work 8", "1.1 written_off 2"]);
    expect(floor.carried("1.1")).toEqual(["2", "0", "0"]);
    expect(floor.money()).toMatchObject({ cost: "10", carried: "8", loss: "2" });
  });

  it("of an order by the unit are that very unit", () => {
    const floor = at("sewing", { batchMode: "per_unit", quantity: 3 });
    floor.defect("sewing");
    expect(floor.lots()).toEqual(["#1 written_off 1", "#2 in_work 1", "#3 in_work 1"]);
    expect(floor.run("sewing", "#1").state).toBe("ended");
  });

  it("all of them end the run, which is captured, and the order", () => {
    const floor = at("sewing", { batchMode: "whole", quantity: 10, defectAccounting: "separate" });
    floor.defect("sewing");
    expect(floor.run("sewing")).toMatchObject({ state: "ended", costCaptured: true });
    expect(floor.working()).toEqual([]);
    expect(floor.state.order).toMatchObject({ status: "done", writtenOff: 10, received: 0 });
    expect(floor.money()).toEqual({ cost: "20", received: "0", loss: "20", late: "0", carried: "0" });
  });

  it("before anybody began the run leave no run behind that never was", () => {
    const floor = aToldFloor({ batchMode: "per_unit", quantity: 2 });
    floor.defect("cutting", { lot: "#2" });
    expect(floor.open()).toEqual(["#1 cutting ready"]);
  });
});

describe("units that go back", () => {
  it("of a split order become a lot that goes its own way, while the rest moves on", () => {
    const floor = at("sewing", { batchMode: "split", quantity: 20 });
    floor.defect("sewing", { units: 3, to: "cutting" });
    expect(floor.lots()).toEqual(["1 in_work 17", "1.1 in_work 3"]);
    expect(floor.open()).toEqual(["1 sewing in_progress", "1.1 cutting ready"]);
    expect(floor.run("cutting", "1.1").cycle).toBe(1);
    floor.finish("sewing", { lot: "1" });
    expect(floor.open()).toEqual(["1 checking ready", "1.1 cutting ready"]);
  });

  it("of a whole batch are waited for: the run is held, its time closed; then it goes on, paused, with all", () => {
    const floor = at("sewing", { batchMode: "whole", quantity: 20 });
    floor.defect("sewing", { units: 3, to: "cutting" });
    expect(floor.lots()).toEqual(["1 held 17", "1.1 in_work 3"]);
    expect(floor.open()).toEqual(["1 sewing held", "1.1 cutting ready"]);
    expect(floor.working()).toEqual([]);
    floor.start("cutting", { lot: "1.1" });
    floor.at(40);
    floor.finish("cutting", { lot: "1.1" });
    expect(floor.lots()).toEqual(["1 in_work 20", "1.1 merged 0"]);
    expect(floor.open()).toEqual(["1 sewing paused"]);
  });

  it("to the very stage that caught them, in a whole batch, are counted and stay in its run", () => {
    const floor = at("sewing", { batchMode: "whole", quantity: 20 });
    floor.defect("sewing", { units: 3, to: "sewing" });
    expect(floor.lots()).toEqual(["1 in_work 20", "1.1 merged 0"]);
    expect(floor.open()).toEqual(["1 sewing paused"]);
    expect(Object.values(floor.lot("1").returns)).toEqual([1]);
  });

  it("of an order by the unit are that unit, which gets a new run; its old one remains as history", () => {
    const floor = at("sewing", { batchMode: "per_unit", quantity: 2 });
    floor.defect("sewing", { to: "cutting" });
    expect(floor.lots()).toEqual(["#1 in_work 1", "#2 in_work 1"]);
    expect(floor.open()).toEqual(["#1 cutting ready", "#2 cutting ready"]);
    expect(floor.run("sewing").state).toBe("ended");
    expect(floor.run("cutting", "#1").cycle).toBe(1);
  });

  it("all of a batch take the batch itself along", () => {
    for (const batchMode of ["whole", "split"] as const) {
      const floor = at("sewing", { batchMode, quantity: 20 });
      floor.defect("sewing", { to: "cutting" });
      expect(floor.lots()).toEqual(["1 in_work 20"]);
      expect(floor.open()).toEqual(["1 cutting ready"]);
      expect(floor.run("sewing").state).toBe("ended");
    }
  });

  it("carry what they had, first pass and rework apart", () => {
    const floor = at("sewing", { batchMode: "split", quantity: 20 });
    floor.defect("sewing", { units: 5, to: "cutting" });
    floor.at(30);
    // 20.00 for the twenty that sewing handled: 5.00 of it went with the five
    floor.finish("sewing", { lot: "1" });
    expect([floor.carried("1"), floor.carried("1.1")]).toEqual([
      ["22.5", "0", "0"],
      ["7.5", "0", "0"],
    ]);
    floor.start("cutting", { lot: "1.1" });
    floor.at(34);
    floor.finish("cutting", { lot: "1.1" });
    expect(floor.carried("1.1")).toEqual(["7.5", "4", "0"]);
  });
});

describe("a defect is refused", () => {
  it("of more units than there are", () => {
    const floor = at("sewing", { batchMode: "split", quantity: 20 });
    expect(refusalOf(() => floor.defect("sewing", { units: 21 }))).toEqual({
      code: "more_units_than_run",
      data: { units: 21, most: 20 },
      path: ["units"],
    });
  });

  it("that goes back to a stage that comes later, or was never begun where it was caught", () => {
    const floor = at("sewing", { batchMode: "split", quantity: 20 });
    expect(refusalOf(() => floor.defect("sewing", { units: 1, to: "checking" }))).toMatchObject({
      code: "return_not_before",
      path: ["toStageId"],
    });
    floor.finish("sewing");
    expect(refusalOf(() => floor.defect("checking", { units: 1, to: "checking" })).code).toBe(
      "return_not_before",
    );
    // found before the stage was begun, and sent back to one that was
    floor.defect("checking", { units: 1, to: "sewing" });
    expect(floor.open()).toEqual(["1 checking ready", "1.1 sewing ready"]);
  });

  it("that was born later than it was caught", () => {
    const floor = at("sewing", { batchMode: "split", quantity: 20 });
    expect(refusalOf(() => floor.defect("sewing", { units: 1, born: "checking" }))).toMatchObject({
      code: "born_not_before",
      path: ["bornStageId"],
    });
    floor.defect("sewing", { units: 1, born: "cutting" });
  });
});

describe("returns beyond the stage's limit", () => {
  const limited = [{ key: "cutting" }, { key: "sewing", reworkLimit: 1 }, { key: "checking" }];
  /** Two went back to sewing once and are checked again; they go back a second time. */
  function twice(batchMode: "whole" | "split"): ToldFloor {
    const floor = at("checking", { batchMode, quantity: 10, stages: limited });
    floor.defect("checking", { units: 2, to: "sewing" });
    floor.start("sewing", { lot: "1.1", by: "borys" });
    floor.finish("sewing", { lot: "1.1" });
    if (batchMode === "split") floor.start("checking", { lot: "1.1", by: "borys" });
    floor.defect("checking", { lot: batchMode === "split" ? "1.1" : "1", units: 2, to: "sewing" });
    return floor;
  }

  it("wait for a person: a part of a whole batch, whose returns count on the batch", () => {
    const floor = twice("whole");
    expect(floor.lots()).toEqual(["1 held 8", "1.1 merged 0", "1.2 escalated 2"]);
    expect(floor.open()).toEqual(["1 checking held", "1.2 checking escalated"]);
  });

  it("wait for a person: a lot of a split order, whose returns are its own", () => {
    const floor = twice("split");
    expect(floor.lots()).toEqual(["1 in_work 8", "1.1 escalated 2"]);
    // another part of the same lot has its own count
    floor.defect("checking", { lot: "1", units: 1, to: "sewing" });
    expect(floor.lots()).toContain("1.2 in_work 1");
  });

  it("go back once more when allowed, and ask again the next time", () => {
    const floor = twice("split");
    floor.resolve("checking", "once_more", { lot: "1.1" });
    expect(floor.open()).toEqual(["1 checking in_progress", "1.1 sewing ready"]);
    floor.start("sewing", { lot: "1.1", by: "borys" });
    floor.finish("sewing", { lot: "1.1" });
    floor.start("checking", { lot: "1.1", by: "borys" });
    floor.defect("checking", { lot: "1.1", to: "sewing" });
    expect(floor.stateOf("checking", "1.1")).toBe("escalated");
  });

  it("are written off: a held batch waits no longer", () => {
    const floor = twice("whole");
    floor.resolve("checking", "write_off", { lot: "1.2" });
    expect(floor.lots()).toEqual(["1 in_work 8", "1.1 merged 0", "1.2 written_off 2"]);
    expect(floor.stateOf("checking", "1")).toBe("paused");
  });

  it("are taken as they are: of a whole batch they join it where they were caught", () => {
    const floor = twice("whole");
    floor.resolve("checking", "accept", { lot: "1.2" });
    expect(floor.lots()).toEqual(["1 in_work 10", "1.1 merged 0", "1.2 merged 0"]);
    expect(floor.open()).toEqual(["1 checking paused"]);
  });

  it("are taken as they are: of a split order they go on from the stage that caught them", () => {
    const floor = twice("split");
    floor.resolve("checking", "accept", { lot: "1.1" });
    expect(floor.open()).toEqual(["1 checking in_progress", "1.1 checking ready"]);
  });

  it("ask a person at once where none is allowed, for a whole lot too", () => {
    const stages = [{ key: "cutting", reworkLimit: 0 }, { key: "sewing" }];
    const floor = at("sewing", { batchMode: "per_unit", quantity: 1, stages });
    floor.defect("sewing", { to: "cutting" });
    expect(floor.lots()).toEqual(["#1 escalated 1"]);
    expect(floor.open()).toEqual(["#1 sewing escalated"]);
    floor.resolve("sewing", "write_off");
    expect(floor.state.order.status).toBe("done");
  });

  it("are counted by a part from its batch's count, and a merge keeps the larger", () => {
    const floor = twice("whole");
    floor.resolve("checking", "once_more", { lot: "1.2" });
    floor.start("sewing", { lot: "1.2", by: "borys" });
    floor.finish("sewing", { lot: "1.2" });
    expect(Object.values(floor.lot("1").returns)).toEqual([2]);
  });
});

describe("a held batch", () => {
  const held = (): ToldFloor => {
    const floor = at("sewing", { batchMode: "whole", quantity: 10 });
    floor.defect("sewing", { units: 3, to: "cutting" });
    return floor;
  };

  it("goes on without its part when a supervisor lets it go; both are received apart", () => {
    const floor = held();
    floor.letGo("sewing", { lot: "1" });
    expect(floor.open()).toEqual(["1 sewing paused", "1.1 cutting ready"]);
    floor.start("cutting", { lot: "1.1", by: "borys" });
    floor.finish("cutting", { lot: "1.1" });
    expect(floor.open()).toEqual(["1 sewing paused", "1.1 sewing ready"]);
  });

  it("goes on when its part is written off", () => {
    const floor = held();
    floor.start("cutting", { lot: "1.1", by: "borys" });
    floor.defect("cutting", { lot: "1.1" });
    expect(floor.open()).toEqual(["1 sewing paused"]);
    expect(floor.lots()).toEqual(["1 in_work 7", "1.1 written_off 3"]);
  });

  it("waits for each of its parts", () => {
    const floor = at("checking", { batchMode: "whole", quantity: 10 });
    floor.defect("checking", { units: 2, to: "sewing" });
    floor.start("sewing", { lot: "1.1", by: "borys" });
    floor.defect("sewing", { lot: "1.1", units: 1, to: "cutting" });
    expect(floor.open()).toEqual(["1 checking held", "1.1 sewing held", "1.1.1 cutting ready"]);
    floor.start("cutting", { lot: "1.1.1", by: "borys" });
    floor.finish("cutting", { lot: "1.1.1" });
    expect(floor.open()).toEqual(["1 checking held", "1.1 sewing paused"]);
    floor.finish("sewing", { lot: "1.1" });
    expect(floor.open()).toEqual(["1 checking paused"]);
    expect(floor.lot("1").units).toBe(10);
  });

  it("that was not begun, or was blocked, stands as it stood", () => {
    const floor = aToldFloor({ batchMode: "whole", quantity: 10 });
    floor.start("cutting");
    floor.finish("cutting");
    floor.defect("sewing", { units: 1, to: "cutting" });
    floor.start("cutting", { lot: "1.1" });
    floor.finish("cutting", { lot: "1.1" });
    expect(floor.open()).toEqual(["1 sewing ready"]);
    floor.block("sewing");
    floor.defect("sewing", { units: 1, to: "cutting" });
    floor.start("cutting", { lot: "1.2" });
    floor.finish("cutting", { lot: "1.2" });
    expect(floor.open()).toEqual(["1 sewing blocked"]);
  });

  it("waits as long as its part has to: a wait before the stage is not cut short", () => {
    const stages = [{ key: "gluing", waitMinutes: 60 }, { key: "sanding" }];
    const floor = aToldFloor({ batchMode: "whole", quantity: 10, stages });
    floor.start("gluing");
    floor.finish("gluing");
    floor.at(60);
    floor.start("sanding");
    floor.defect("sanding", { units: 1, to: "gluing" });
    floor.start("gluing", { lot: "1.1" });
    floor.at(70);
    floor.finish("gluing", { lot: "1.1" });
    expect(floor.open()).toEqual(["1 sanding paused"]);
    expect(refusalOf(() => floor.resume("sanding"))).toMatchObject({ code: "not_yet_available" });
    floor.at(130);
    floor.resume("sanding");
  });
});

describe("with two branches side by side", () => {
  const branched = [
    { key: "sawing" },
    { key: "frame", waitsFor: ["sawing"] },
    { key: "padding", waitsFor: ["frame"] },
    { key: "cover", waitsFor: ["sawing"] },
    { key: "assembly", waitsFor: ["padding", "cover"] },
  ];
  function inBranches(wish: OrderWish): ToldFloor {
    const floor = aToldFloor({ quantity: 10, stages: branched, ...wish });
    floor.start("sawing");
    floor.finish("sawing");
    floor.start("frame");
    floor.finish("frame");
    floor.start("padding");
    floor.start("cover", { by: "borys" });
    return floor;
  }

  it("a defect takes the units out of both at once", () => {
    const floor = inBranches({ batchMode: "split" });
    floor.defect("padding", { units: 2 });
    floor.finish("cover");
    floor.finish("padding");
    expect([floor.run("cover").units, floor.run("padding").units]).toEqual([8, 8]);
  });

  it("a return within a branch leaves what the other has done", () => {
    const floor = inBranches({ batchMode: "split" });
    floor.finish("cover", { by: "borys" });
    floor.defect("padding", { units: 2, to: "frame" });
    expect(floor.open()).toEqual(["1 padding in_progress", "1.1 frame ready"]);
  });

  it("a return to before the fork has the part redo every branch below it", () => {
    const floor = inBranches({ batchMode: "split" });
    floor.finish("cover", { by: "borys" });
    floor.defect("padding", { units: 2, to: "sawing" });
    expect(floor.open()).toEqual(["1 padding in_progress", "1.1 sawing ready"]);
    floor.start("sawing", { lot: "1.1", by: "borys" });
    floor.finish("sawing", { lot: "1.1" });
    expect(floor.open()).toEqual(["1 padding in_progress", "1.1 cover ready", "1.1 frame ready"]);
  });

  it("is refused into the other branch", () => {
    const floor = inBranches({ batchMode: "split" });
    expect(refusalOf(() => floor.defect("padding", { units: 2, to: "cover" })).code).toBe(
      "return_not_before",
    );
  });

  it("a part of a whole batch joins it when both have done the same, and not before", () => {
    const floor = inBranches({ batchMode: "whole" });
    floor.finish("cover", { by: "borys" });
    floor.defect("padding", { units: 2, to: "sawing" });
    for (const key of ["sawing", "frame"]) {
      floor.start(key, { lot: "1.1", by: "borys" });
      floor.finish(key, { lot: "1.1" });
    }
    // its batch has its covers, the part has not: it may not be padded apart from it
    expect(floor.open()).toEqual(["1 padding held", "1.1 cover ready"]);
    floor.start("cover", { lot: "1.1", by: "borys" });
    floor.finish("cover", { lot: "1.1" });
    expect(floor.open()).toEqual(["1 padding paused"]);
    expect(floor.lot("1").units).toBe(10);
  });

  it("a part of a whole batch joins what is still going on in the other branch", () => {
    const floor = inBranches({ batchMode: "whole" });
    floor.defect("padding", { units: 2, to: "frame" });
    expect(floor.open()).toEqual([
      "1 cover in_progress",
      "1 padding held",
      "1.1 cover ready",
      "1.1 frame ready",
    ]);
    floor.start("frame", { lot: "1.1", by: "anna" });
    floor.finish("frame", { lot: "1.1" });
    expect(floor.open()).toEqual(["1 cover in_progress", "1 padding paused"]);
    floor.finish("cover", { by: "borys" });
    expect(floor.run("cover", "1").units).toBe(10);
  });

  it("a whole batch that goes back to before the fork ends what was open in both", () => {
    const floor = inBranches({ batchMode: "whole" });
    floor.defect("padding", { units: 2, to: "frame" });
    floor.defect("cover", { lot: "1", to: "sawing" });
    // nobody holds it any longer, and its part goes its own way
    expect(floor.lots()).toEqual(["1 in_work 8", "1.1 in_work 2"]);
    expect(floor.open()).toEqual(["1 sawing ready", "1.1 cover ready", "1.1 frame ready"]);
    expect([floor.run("padding", "1").state, floor.run("cover", "1").state]).toEqual(["ended", "ended"]);
  });
});
