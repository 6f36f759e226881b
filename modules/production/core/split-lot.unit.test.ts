import { describe, expect, it } from "vitest";
import { text } from "#kernel/decimal.ts";
import { aToldFloor, refusalOf, type ToldFloor } from "#test/builders/told-floor.ts";

/** Units that part, go on apart and join: by hand, short finishes and more than was asked. */
const twentyCut = (): ToldFloor => {
  const floor = aToldFloor({ batchMode: "split", quantity: 20, defectAccounting: "separate" });
  floor.start("cutting");
  floor.at(20);
  floor.finish("cutting");
  return floor;
};

describe("split by hand", () => {
  it("parts units that stand before a stage, with their share of what the lot carries", () => {
    const floor = twentyCut();
    floor.split("1", 5);
    expect(floor.lots()).toEqual(["1 in_work 15", "1.1 in_work 5"]);
    expect(floor.open()).toEqual(["1 sewing ready", "1.1 sewing ready"]);
    expect([floor.carried("1"), floor.carried("1.1")]).toEqual([
      ["15", "0", "0"],
      ["5", "0", "0"],
    ]);
  });

  it("shares to the last ten-thousandth", () => {
    const floor = aToldFloor({ batchMode: "split", quantity: 3 });
    floor.start("cutting");
    floor.at(10);
    floor.finish("cutting");
    floor.split("1", 1);
    floor.split("1", 1);
    expect(["1", "1.1", "1.2"].map((number) => floor.carried(number)[0])).toEqual([
      "3.3333",
      "3.3333",
      "3.3334",
    ]);
  });

  it("numbers parts in the order in which they came to be, and no number twice", () => {
    const floor = twentyCut();
    floor.split("1", 5);
    floor.split("1.1", 2);
    floor.merge("1", "1.1");
    floor.split("1", 1);
    expect(floor.lots()).toEqual(["1 in_work 17", "1.1 merged 0", "1.1.1 in_work 2", "1.2 in_work 1"]);
  });

  it.each(["whole", "per_unit"] as const)("is refused in an order that is %s", (batchMode) => {
    const floor = aToldFloor({ batchMode, quantity: 4 });
    const number = batchMode === "whole" ? "1" : "#1";
    expect(refusalOf(() => floor.split(number, 1))).toEqual({
      code: "split_mode_only",
      data: { mode: batchMode },
    });
    expect(refusalOf(() => floor.merge(number, number)).code).toBe("split_mode_only");
  });

  it("is refused for all units, for one that is over, and while somebody has begun", () => {
    const floor = twentyCut();
    expect(refusalOf(() => floor.split("1", 20)).code).toBe("split_all");
    floor.start("sewing");
    expect(refusalOf(() => floor.split("1", 5)).code).toBe("split_started");
    floor.defect("sewing", { units: 1 });
    expect(refusalOf(() => floor.split("1.1", 1)).code).toBe("lot_unknown");
  });

  it("parts what waits for its receipt: both are received when the wait is over", () => {
    const stages = [{ key: "painting", waitMinutes: 60 }];
    const floor = aToldFloor({ batchMode: "split", quantity: 4, stages });
    floor.start("painting");
    floor.finish("painting");
    floor.split("1", 1);
    expect(floor.open()).toEqual([]);
    expect(refusalOf(() => floor.receive()).code).toBe("nothing_to_receive");
    floor.at(60);
    floor.receive();
    expect(floor.state.order).toMatchObject({ status: "done", received: 4 });
  });
});

describe("merge by hand", () => {
  it("adds units and what they carry", () => {
    const floor = twentyCut();
    floor.split("1", 5);
    floor.merge("1.1", "1");
    expect(floor.lots()).toEqual(["1 merged 0", "1.1 in_work 20"]);
    expect(floor.carried("1.1")).toEqual(["20", "0", "0"]);
    expect(floor.open()).toEqual(["1.1 sewing ready"]);
  });

  it("is refused apart: at other stages, begun, blocked, or with a wait before it", () => {
    const stages = [{ key: "gluing", waitMinutes: 30 }, { key: "sanding" }];
    const floor = aToldFloor({ batchMode: "split", quantity: 10, stages });
    floor.split("1", 4);
    floor.start("gluing", { lot: "1" });
    expect(refusalOf(() => floor.merge("1", "1.1")).code).toBe("lots_apart");
    floor.finish("gluing", { lot: "1" });
    expect(refusalOf(() => floor.merge("1", "1.1")).code).toBe("lots_apart");
    floor.at(20);
    floor.start("gluing", { lot: "1.1" });
    floor.finish("gluing", { lot: "1.1" });
    floor.at(40);
    // the first has dried, the second not yet: joining would cut its wait short
    expect(refusalOf(() => floor.merge("1", "1.1")).code).toBe("lots_apart");
    floor.at(50);
    floor.block("sanding", { lot: "1" });
    expect(refusalOf(() => floor.merge("1", "1.1")).code).toBe("lots_apart");
    floor.unblock("sanding", { lot: "1" });
    floor.merge("1", "1.1");
    expect(floor.lot("1").units).toBe(10);
    expect(refusalOf(() => floor.merge("1", "1")).code).toBe("lots_apart");
  });

  it("takes along what units still have to carry of a run that is under way", () => {
    const floor = aToldFloor({
      batchMode: "split",
      quantity: 10,
      stages: [{ key: "cutting" }, { key: "sewing" }],
    });
    floor.start("cutting");
    floor.at(6);
    floor.finish("cutting", { units: 2, leaveRest: true });
    floor.finish("cutting", { lot: "1", units: 3, leaveRest: true });
    floor.merge("1.1", "1.2");
    floor.at(10);
    floor.finish("cutting", { lot: "1" });
    expect([floor.carried("1")[0], floor.carried("1.1")[0], floor.carried("1.2")[0]]).toEqual([
      "5",
      "5",
      "0",
    ]);
  });
});

describe("units of a run that is under way, mixed with others since", () => {
  it("carry their share by fractions, wherever they part", () => {
    const stages = [{ key: "cutting" }, { key: "sewing" }, { key: "checking" }];
    const floor = aToldFloor({ batchMode: "split", quantity: 2, overYield: "0.5", stages });
    floor.start("cutting");
    floor.at(10);
    floor.finish("cutting", { units: 1, leaveRest: true });
    floor.start("sewing", { lot: "1.1", by: "borys" });
    // one became two, of which one parts: half a unit's share of the cutting each
    floor.finish("sewing", { lot: "1.1", units: 2, by: "borys" });
    floor.split("1.1", 1);
    floor.at(20);
    floor.finish("cutting", { lot: "1" });
    expect(["1", "1.1", "1.1.1"].map((number) => floor.carried(number)[0])).toEqual(["10", "5", "5"]);
  });
});

describe("a finish with fewer units than the lot has", () => {
  const begun = (batchMode: "whole" | "split", overYield = "0"): ToldFloor => {
    const floor = aToldFloor({ batchMode, quantity: 20, overYield });
    floor.start("cutting");
    floor.at(20);
    return floor;
  };

  it("must say of the rest whether it failed or is left behind", () => {
    const floor = begun("split");
    expect(refusalOf(() => floor.finish("cutting", { units: 18 }))).toEqual({
      code: "finish_short",
      data: { units: 18, lot: 20 },
      path: ["units"],
    });
  });

  it("whose rest failed: written off, sent back, or some of each", () => {
    const floor = begun("split");
    floor.finish("cutting", { failed: [{ units: 1 }, { units: 2, to: "cutting" }] });
    expect(floor.lots()).toEqual(["1 in_work 17", "1.1 written_off 1", "1.2 in_work 2"]);
    expect(floor.open()).toEqual(["1 sewing ready", "1.2 cutting ready"]);
    // a minute is 1.00: 20 units handled, 1.00 each
    expect(["1", "1.1", "1.2"].map((number) => floor.carried(number))).toEqual([
      ["17", "0", "1"],
      ["1", "0", "-1"],
      ["2", "0", "0"],
    ]);
  });

  it("of a whole batch that sends some back waits for them instead", () => {
    const floor = begun("whole");
    floor.finish("cutting");
    floor.start("sewing");
    floor.finish("sewing", { failed: [{ units: 3, to: "cutting" }] });
    expect(floor.open()).toEqual(["1 sewing held", "1.1 cutting ready"]);
  });

  it("where all failed ends the run and finishes nothing", () => {
    const floor = begun("split");
    floor.finish("cutting", { failed: [{ units: 20 }], units: 0 });
    expect(floor.state.order).toMatchObject({ status: "done", writtenOff: 20, received: 0 });
    const other = begun("split");
    expect(refusalOf(() => other.finish("cutting", { failed: [{ units: 20 }], units: 1 })).code).toBe(
      "finish_short",
    );
  });

  it("in split mode may leave the rest at work: the finished part goes on as a lot of its own", () => {
    const floor = begun("split");
    floor.progress("cutting", 19);
    floor.finish("cutting", { units: 18, leaveRest: true });
    expect(floor.lots()).toEqual(["1 in_work 2", "1.1 in_work 18"]);
    expect(floor.open()).toEqual(["1 cutting in_progress", "1.1 sewing ready"]);
    expect(floor.run("cutting", "1").progress).toBe(1);
    floor.at(40);
    floor.finish("cutting", { lot: "1" });
    expect([floor.carried("1")[0], floor.carried("1.1")[0]]).toEqual(["4", "36"]);
  });

  it("that left units behind at a last stage has received them before their cost is known: a late difference", () => {
    const floor = aToldFloor({ batchMode: "split", quantity: 4, stages: [{ key: "sewing" }] });
    floor.start("sewing");
    floor.at(10);
    floor.finish("sewing", { units: 1, leaveRest: true });
    expect(floor.state.order).toMatchObject({ status: "partially_done", received: 1 });
    floor.at(20);
    floor.finish("sewing");
    expect(floor.money()).toEqual({ cost: "20", received: "15", loss: "0", late: "5", carried: "0" });
  });

  it("that leaves units behind uses the material of what it finished, and of the rest later", () => {
    const stages = [{ key: "packing", consumption: "at_completion" as const }];
    const norms = [{ stageKey: "packing", perUnit: "2", perBatch: "3" }];
    const floor = aToldFloor({ batchMode: "split", quantity: 10, stages, norms });
    const consumed = (): string =>
      text([...floor.state.norms.values()][0]?.consumed ?? floor.state.order.cost);
    floor.start("packing");
    floor.finish("packing", { units: 4, leaveRest: true });
    expect(consumed()).toBe("11");
    floor.finish("packing", { lot: "1" });
    expect(consumed()).toBe("23");
  });

  it("may not leave the rest in a whole batch, nor while another branch is open", () => {
    const whole = begun("whole");
    expect(refusalOf(() => whole.finish("cutting", { units: 18, leaveRest: true })).code).toBe(
      "leave_rest_not_here",
    );
    const stages = [{ key: "frame" }, { key: "cover", waitsFor: [] }];
    const floor = aToldFloor({ batchMode: "split", quantity: 4, stages });
    floor.start("frame");
    expect(refusalOf(() => floor.finish("frame", { units: 1, leaveRest: true })).code).toBe(
      "leave_rest_not_here",
    );
  });
});
