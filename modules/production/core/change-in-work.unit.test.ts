import { describe, expect, it } from "vitest";
import { aToldFloor, refusalOf, type ToldFloor } from "#test/builders/told-floor.ts";

/** What a supervisor changes about an order in work: how many units, which options, which material. */
describe("more units", () => {
  it("by the unit join as lots of their own, numbered on, at the first stage", () => {
    const floor = aToldFloor({ batchMode: "per_unit", quantity: 2 });
    floor.start("cutting", { lot: "#1" });
    floor.changeQuantity(4);
    expect(floor.open()).toEqual([
      "#1 cutting in_progress",
      "#2 cutting ready",
      "#3 cutting ready",
      "#4 cutting ready",
    ]);
    expect(floor.state.order).toMatchObject({ ordered: 4, inWork: 4 });
  });

  it("of a split order join as one lot at the first stage, whatever the others do", () => {
    const floor = aToldFloor({ batchMode: "split", quantity: 10 });
    floor.start("cutting");
    floor.finish("cutting");
    floor.changeQuantity(15);
    expect(floor.open()).toEqual(["1 sewing ready", "2 cutting ready"]);
    expect(floor.lots()).toEqual(["1 in_work 10", "2 in_work 5"]);
  });

  it("of a whole batch join it before its first start; afterwards they are a second order", () => {
    const floor = aToldFloor({ batchMode: "whole", quantity: 10 });
    floor.changeQuantity(12);
    expect(floor.lots()).toEqual(["1 in_work 12"]);
    floor.start("cutting");
    expect(refusalOf(() => floor.changeQuantity(15))).toEqual({
      code: "second_order_needed",
      data: { more: 3 },
      path: ["quantity"],
    });
    floor.cancelStart("cutting");
    floor.changeQuantity(15);
    expect(floor.lots()).toEqual(["1 in_work 15"]);
  });
});

describe("fewer units", () => {
  it("by the unit leave from the last that nobody began", () => {
    const floor = aToldFloor({ batchMode: "per_unit", quantity: 4 });
    floor.start("cutting", { lot: "#4" });
    floor.changeQuantity(2);
    expect(floor.lots()).toEqual(["#1 in_work 1", "#2 withdrawn 0", "#3 withdrawn 0", "#4 in_work 1"]);
    expect(floor.open()).toEqual(["#1 cutting ready", "#4 cutting in_progress"]);
  });

  it("are refused beyond those that nobody began, naming how few are possible", () => {
    const floor = aToldFloor({ batchMode: "per_unit", quantity: 4 });
    floor.start("cutting", { lots: ["#1", "#2"] });
    expect(refusalOf(() => floor.changeQuantity(1))).toEqual({
      code: "quantity_started",
      data: { least: 2 },
      path: ["quantity"],
    });
    for (const batchMode of ["whole", "split"] as const) {
      const begun = aToldFloor({ batchMode, quantity: 4 });
      begun.start("cutting");
      expect(refusalOf(() => begun.changeQuantity(3)).data).toEqual({ least: 4 });
    }
  });

  it("of a split order leave from the lots that nobody began", () => {
    const floor = aToldFloor({ batchMode: "split", quantity: 10 });
    floor.split("1", 4);
    floor.start("cutting", { lot: "1" });
    floor.changeQuantity(7);
    expect(floor.lots()).toEqual(["1 in_work 6", "1.1 in_work 1"]);
  });

  it("end the order when none is left in work", () => {
    const floor = aToldFloor({ batchMode: "per_unit", quantity: 2 });
    floor.start("cutting", { lot: "#1" });
    floor.defect("cutting", { lot: "#1" });
    floor.changeQuantity(1);
    expect(floor.state.order).toMatchObject({ status: "done", ordered: 1, writtenOff: 1, inWork: 0 });
  });

  it("pass on what they had taken over from written-off units", () => {
    const floor = aToldFloor({ batchMode: "per_unit", quantity: 3, defectAccounting: "included" });
    floor.start("cutting", { lot: "#1" });
    floor.at(4);
    floor.defect("cutting", { lot: "#1" });
    expect([floor.carried("#2"), floor.carried("#3")]).toEqual([
      ["0", "0", "2"],
      ["0", "0", "2"],
    ]);
    floor.changeQuantity(2);
    expect([floor.carried("#2"), floor.carried("#3")]).toEqual([
      ["0", "0", "4"],
      ["0", "0", "0"],
    ]);
    expect(floor.money()).toMatchObject({ cost: "4", carried: "4", loss: "0" });
  });
});

describe("options sold on top", () => {
  const stages = [{ key: "cutting" }, { key: "engraving", off: true }, { key: "sewing" }];
  const plain = (): ToldFloor => aToldFloor({ batchMode: "split", quantity: 6, stages });

  it("switch an optional stage on while its place is ahead: it counts as any other", () => {
    const floor = plain();
    floor.start("cutting");
    floor.changeUpsells("engraving");
    floor.finish("cutting");
    expect(floor.open()).toEqual(["1 engraving ready"]);
  });

  it("switch it on where its followers were reached and nobody began them: those never were", () => {
    const floor = plain();
    floor.start("cutting");
    floor.finish("cutting");
    expect(floor.open()).toEqual(["1 sewing ready"]);
    floor.changeUpsells("engraving");
    expect(floor.open()).toEqual(["1 engraving ready"]);
  });

  it("are refused where the place has been passed, naming the stage", () => {
    const floor = plain();
    floor.start("cutting");
    floor.finish("cutting");
    floor.start("sewing");
    expect(refusalOf(() => floor.changeUpsells("engraving"))).toEqual({
      code: "stage_passed",
      data: { stage: "engraving" },
      path: ["upsellIds"],
    });
  });

  it("are refused while units wait at a later stage for a part of theirs", () => {
    const floor = aToldFloor({ batchMode: "whole", quantity: 6, stages });
    floor.start("cutting");
    floor.finish("cutting");
    // found before sewing was begun
    floor.defect("sewing", { units: 1, to: "cutting" });
    expect(refusalOf(() => floor.changeUpsells("engraving")).code).toBe("stage_passed");
  });

  it("switch a stage off again while nobody began it: its followers open", () => {
    const floor = plain();
    floor.changeUpsells("engraving");
    floor.start("cutting");
    floor.finish("cutting");
    floor.changeUpsells();
    expect(floor.open()).toEqual(["1 sewing ready"]);
    floor.changeUpsells("engraving");
    floor.start("engraving");
    expect(refusalOf(() => floor.changeUpsells())).toMatchObject({
      code: "stage_begun",
      data: { stage: "engraving" },
    });
  });

  it("that switch off a last stage receive what is through", () => {
    const ends = [{ key: "sewing" }, { key: "gift box", off: true }];
    const floor = aToldFloor({ batchMode: "split", quantity: 6, stages: ends });
    floor.changeUpsells("gift box");
    floor.start("sewing");
    floor.finish("sewing");
    expect(floor.open()).toEqual(["1 gift box ready"]);
    floor.changeUpsells();
    expect(floor.state.order).toMatchObject({ status: "done", received: 6 });
  });
});

describe("a material that awaits selection", () => {
  it("is picked for its run, and told from what to what", () => {
    const norms = [{ stageKey: "sewing", itemId: "thread", perUnit: "1" }];
    const floor = aToldFloor({ norms });
    floor.start("cutting");
    floor.finish("cutting");
    expect(floor.pick("sewing", "linen")).toMatchObject([{ data: { from: null, to: "linen" } }]);
    expect(floor.pick("sewing", "silk")).toMatchObject([{ data: { from: "linen", to: "silk" } }]);
  });
});
