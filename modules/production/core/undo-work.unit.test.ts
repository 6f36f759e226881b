import { describe, expect, it } from "vitest";
import { aToldFloor, refusalOf, type ToldFloor } from "#test/builders/told-floor.ts";
import { figuresOf } from "#test/laws/order-laws.ts";
import { secondsByMember } from "./work-time.ts";

/** Taking acts back, and what stands against it. Every verb of any story: test/laws/floor.law.test.ts. */
const stages = [{ key: "cutting" }, { key: "sewing" }, { key: "checking" }];
const sewing = (batchMode: "whole" | "split" = "split"): ToldFloor => {
  const floor = aToldFloor({
    batchMode,
    quantity: 10,
    stages,
    norms: [{ stageKey: "sewing", perUnit: "1" }],
  });
  floor.start("cutting");
  floor.at(10);
  floor.finish("cutting");
  floor.at(20);
  floor.start("sewing");
  floor.at(30);
  return floor;
};

describe("taken back, an act leaves everything as it was", () => {
  const acts: Record<string, (floor: ToldFloor) => unknown> = {
    pause: (floor) => floor.pause("sewing"),
    block: (floor) => floor.block("sewing"),
    reassign: (floor) => floor.reassign("sewing", "borys"),
    progress: (floor) => floor.progress("sewing", 4),
    "cancel start": (floor) => floor.cancelStart("sewing"),
    finish: (floor) => floor.finish("sewing"),
    "finish, some failed": (floor) =>
      floor.finish("sewing", { failed: [{ units: 1 }, { units: 2, to: "cutting" }] }),
    "finish, the rest left": (floor) => floor.finish("sewing", { units: 4, leaveRest: true }),
    "write off": (floor) => floor.defect("sewing", { units: 2 }),
    "write off all": (floor) => floor.defect("sewing"),
    "send back": (floor) => floor.defect("sewing", { units: 2, to: "cutting" }),
    "send back all": (floor) => floor.defect("sewing", { to: "cutting" }),
    "cancel the order": (floor) => floor.cancelOrder(),
    "cancel the order, materials back": (floor) => floor.cancelOrder({ returnMaterials: true }),
  };

  it.each(["split", "whole"] as const)("in an order that is %s", (batchMode) => {
    for (const [name, act] of Object.entries(acts)) {
      if (batchMode === "whole" && name === "finish, the rest left") continue;
      const floor = sewing(batchMode);
      const before = figuresOf(floor.state);
      act(floor);
      floor.undo();
      expect(figuresOf(floor.state), name).toEqual(before);
    }
  });

  it("what one of a crew told, though they rest since: that they were heard of is nothing to take back", () => {
    const floor = sewing();
    floor.join("sewing", { by: "borys" });
    floor.progress("sewing", 4);
    const heard = [...floor.state.intervals.values()].filter((each) => each.seenAt !== null);
    expect(heard.map((each) => each.memberId)).toEqual(["anna"]);
    floor.at(31);
    floor.pause("sewing");
    floor.undo("recordProgress");
    expect(floor.run("sewing").progress).toBe(0);
    expect(floor.stateOf("sewing")).toBe("in_progress");
  });

  it("a split and a merge by hand", () => {
    const floor = aToldFloor({ batchMode: "split", quantity: 10 });
    const whole = figuresOf(floor.state);
    floor.split("1", 4);
    const parted = figuresOf(floor.state);
    floor.merge("1", "1.1");
    floor.undo();
    expect(figuresOf(floor.state)).toEqual(parted);
    floor.undo("splitLot");
    expect(figuresOf(floor.state)).toEqual(whole);
  });

  it("what a person decided on units that came back too often", () => {
    for (const decision of ["once_more", "write_off", "accept"] as const) {
      const floor = aToldFloor({
        batchMode: "whole",
        quantity: 10,
        stages: [{ key: "cutting", reworkLimit: 0 }, { key: "sewing" }],
      });
      floor.start("cutting");
      floor.finish("cutting");
      floor.start("sewing");
      floor.defect("sewing", { units: 2, to: "cutting" });
      const before = figuresOf(floor.state);
      floor.resolve("sewing", decision, { lot: "1.1" });
      floor.undo();
      expect(figuresOf(floor.state), decision).toEqual(before);
      floor.letGo("sewing", { lot: "1" });
      floor.undo();
      expect(figuresOf(floor.state)).toEqual(before);
    }
  });
});

describe("time", () => {
  it("that a start began never was; a run in progress is paused", () => {
    const floor = sewing();
    floor.undo("startRun");
    expect(floor.stateOf("sewing")).toBe("ready");
    expect([...secondsByMember(floor.state, floor.run("sewing").id)]).toEqual([]);
  });

  it("goes on after an undone pause as if there had been none, where nothing else was done", () => {
    const floor = sewing();
    floor.pause("sewing");
    floor.at(33);
    floor.undo();
    expect(floor.working()).toEqual(["anna work sewing 1"]);
    expect(floor.stateOf("sewing")).toBe("in_progress");
    floor.at(40);
    floor.finish("sewing");
    expect(secondsByMember(floor.state, floor.run("sewing").id)).toEqual(new Map([["anna", 20 * 60]]));
  });

  it("stays ended after an undone pause of one of a crew, whose others have stopped since", () => {
    const floor = aToldFloor({ quantity: 4 });
    floor.start("cutting", { by: "borys" });
    floor.join("cutting", { by: "anna" });
    floor.pause("cutting", { by: "borys" });
    floor.leave("cutting", { by: "anna" });
    floor.undo("pauseRun");
    expect(floor.stateOf("cutting")).toBe("paused");
    expect(floor.working()).toEqual([]);
  });

  it("stays ended after an undone pause of who worked elsewhere meanwhile: no second is paid twice", () => {
    const floor = aToldFloor({ batchMode: "per_unit", quantity: 2 });
    floor.start("cutting", { lot: "#1" });
    floor.at(10);
    floor.pause("cutting", { lot: "#1" });
    floor.start("cutting", { lot: "#2" });
    floor.at(12);
    floor.finish("cutting", { lot: "#2" });
    floor.undo("pauseRun");
    expect(floor.stateOf("cutting", "#1")).toBe("paused");
    expect(secondsByMember(floor.state, floor.run("cutting", "#1").id)).toEqual(new Map([["anna", 600]]));
  });

  it("of a stretch on several units goes on on the others, when the finish of one is taken back", () => {
    const floor = aToldFloor({ batchMode: "per_unit", quantity: 2 });
    floor.start("cutting", { lots: ["#1", "#2"] });
    floor.at(10);
    floor.finish("cutting", { lot: "#1" });
    floor.undo();
    expect(floor.working()).toEqual(["anna work cutting #2"]);
    expect(floor.stateOf("cutting", "#1")).toBe("paused");
  });

  it("that a cancelled start had made void counts again: of a stretch its own share", () => {
    const floor = aToldFloor({ batchMode: "per_unit", quantity: 2 });
    floor.start("cutting", { lots: ["#1", "#2"] });
    floor.at(10);
    floor.cancelStart("cutting", { lot: "#1" });
    floor.undo();
    const seconds = ["#1", "#2"].map((lot) =>
      secondsByMember(floor.state, floor.run("cutting", lot).id).get("anna"),
    );
    expect(seconds).toEqual([300, 300]);
  });
});

describe("refused, naming what has followed", () => {
  it("a later run was started", () => {
    const floor = sewing();
    expect(refusalOf(() => floor.reopen("cutting"))).toEqual({
      code: "undo_followed",
      data: { about: "run", stage: "sewing", lot: "1", state: "in_progress" },
    });
  });

  it("but not where the next run was only given to somebody, or let begin early", () => {
    const floor = aToldFloor({ stages: [{ key: "gluing", waitMinutes: 60 }, { key: "sanding" }] });
    floor.start("gluing");
    floor.finish("gluing");
    floor.reassign("sanding", "vira");
    floor.releaseEarly("sanding");
    floor.reopen("gluing");
    expect(floor.open()).toEqual(["1 gluing paused"]);
  });

  it("somebody joined", () => {
    const floor = sewing();
    floor.join("sewing", { by: "borys" });
    expect(refusalOf(() => floor.undo("startRun")).data).toMatchObject({ stage: "sewing", lot: "1" });
  });

  it("the order was cancelled: that is taken back first", () => {
    const floor = aToldFloor({ batchMode: "per_unit", quantity: 2, stages: [{ key: "sewing" }] });
    floor.start("sewing", { lot: "#1" });
    floor.finish("sewing", { lot: "#1" });
    floor.cancelOrder();
    expect(refusalOf(() => floor.undo("finishRun"))).toMatchObject({ data: { state: "cancelled" } });
    floor.undo("cancelOrder");
    floor.undo("finishRun");
    expect(floor.lots()).toEqual(["#1 in_work 1", "#2 in_work 1"]);
  });

  it("an optional stage was switched meanwhile", () => {
    const optional = [{ key: "cutting" }, { key: "engraving", off: true }, { key: "sewing" }];
    const floor = aToldFloor({ batchMode: "per_unit", quantity: 2, stages: optional });
    floor.start("cutting", { lot: "#1" });
    floor.finish("cutting", { lot: "#1" });
    floor.defect("sewing", { lot: "#1" });
    floor.changeUpsells("engraving");
    expect(refusalOf(() => floor.undo("reportDefect"))).toMatchObject({ data: { stage: "engraving" } });
  });

  it("the units went on, were split, or joined others", () => {
    const floor = aToldFloor({ batchMode: "split", quantity: 10 });
    floor.split("1", 4);
    floor.start("cutting", { lot: "1.1" });
    expect(refusalOf(() => floor.undo("splitLot")).code).toBe("undo_followed");
  });
});

describe("not refused for what goes on beside it", () => {
  it("on another branch of the same lot", () => {
    const branched = [
      { key: "frame" },
      { key: "cover", waitsFor: [] },
      { key: "assembly", waitsFor: ["frame", "cover"] },
    ];
    const floor = aToldFloor({ stages: branched });
    floor.start("frame");
    floor.finish("frame");
    floor.start("cover", { by: "borys" });
    floor.reopen("frame");
    expect(floor.open()).toEqual(["1 cover in_progress", "1 frame paused"]);
    floor.finish("frame");
    floor.finish("cover", { by: "borys" });
    // now their join is reached, by way of both
    expect(refusalOf(() => floor.reopen("frame")).data).toMatchObject({ stage: "assembly" });
  });

  it("by a lot that it only put cost on: its part of a finish taken back becomes a late difference", () => {
    const floor = aToldFloor({ batchMode: "split", quantity: 2, stages: [{ key: "sewing" }] });
    floor.start("sewing");
    floor.at(10);
    floor.finish("sewing", { units: 1, leaveRest: true });
    floor.finish("sewing", { lot: "1" });
    expect(floor.money()).toMatchObject({ cost: "10", received: "5", late: "5", carried: "0" });
    floor.reopen("sewing", { lot: "1" });
    expect(floor.money()).toEqual({ cost: "0", received: "0", loss: "0", late: "0", carried: "0" });
  });

  it("by cost that came late onto what is opened again: it is carried, and late no longer", () => {
    const floor = aToldFloor({ batchMode: "split", quantity: 2, stages: [{ key: "sewing" }] });
    floor.start("sewing");
    floor.at(10);
    floor.defect("sewing", { units: 1, to: "sewing" });
    floor.start("sewing", { lot: "1.1", by: "borys" });
    floor.finish("sewing", { lot: "1.1", by: "borys" });
    floor.defect("sewing", { lot: "1", to: "sewing" });
    expect(floor.money()).toMatchObject({ cost: "10", late: "5", carried: "5" });
    floor.reopen("sewing", { lot: "1.1" });
    expect(floor.money()).toMatchObject({ cost: "10", late: "0", carried: "10" });
  });

  it("and an order that others have ended goes on", () => {
    const floor = aToldFloor({ batchMode: "per_unit", quantity: 2, stages: [{ key: "sewing" }] });
    for (const lot of ["#1", "#2"]) {
      floor.start("sewing", { lot });
      floor.finish("sewing", { lot });
    }
    floor.reopen("sewing", { lot: "#1" });
    expect(floor.state.order).toMatchObject({ status: "partially_done", finishedAt: null, received: 1 });
  });
});
