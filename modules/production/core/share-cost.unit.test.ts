import { describe, expect, it } from "vitest";
import { aToldFloor, type ToldFloor } from "#test/builders/told-floor.ts";

/** How units carry cost: domain.md section 6. A minute is 1.00, a blank 10.00. */
function workedExample(batchMode: "split" | "whole", defectAccounting: "separate" | "included"): ToldFloor {
  const floor = aToldFloor({
    batchMode,
    defectAccounting,
    quantity: 20,
    stages: [{ key: "s1" }, { key: "s2" }, { key: "s3" }, { key: "s4" }],
    norms: [{ stageKey: "s1", perUnit: "1", price: "10" }],
  });
  const work = (key: string, lot: string, from: number, minutes: number): void => {
    floor.at(from);
    floor.start(key, { lot });
    floor.at(from + minutes);
    floor.finish(key, { lot });
  };
  work("s1", "1", 0, 40);
  floor.at(50);
  floor.start("s2");
  floor.at(60);
  floor.defect("s2", { units: 3, to: "s1" });
  if (batchMode === "split") {
    floor.at(130);
    floor.finish("s2", { lot: "1" });
    work("s1", "1.1", 140, 36);
    work("s2", "1.1", 180, 12);
    work("s3", "1.1", 200, 9);
    work("s4", "1.1", 210, 6);
  } else {
    work("s1", "1.1", 140, 36);
    floor.at(180);
    floor.resume("s2", { lot: "1" });
    floor.at(250);
    floor.finish("s2", { lot: "1" });
  }
  floor.at(300);
  floor.start("s3", { lot: "1" });
  floor.at(310);
  floor.defect("s3", { lot: "1", units: 1 });
  floor.at(360);
  floor.finish("s3", { lot: "1" });
  work("s4", "1", 400, 40);
  return floor;
}

describe("the worked example", () => {
  it("with losses apart: 415.4706 for 19 good units, 67.5294 of loss", () => {
    const floor = workedExample("split", "separate");
    expect(floor.lots()).toEqual(["1 finished 16", "1.1 finished 3", "1.2 written_off 1"]);
    expect([floor.carried("1"), floor.carried("1.1"), floor.carried("1.2")]).toEqual([
      ["352.4706", "0", "0"],
      ["63", "48", "0"],
      ["19.5294", "0", "0"],
    ]);
    expect(floor.money()).toEqual({
      cost: "483",
      received: "415.4706",
      loss: "67.5294",
      late: "0",
      carried: "0",
    });
  });

  it("with losses included: the good units of its lot take over what the lost one carried", () => {
    const floor = workedExample("split", "included");
    expect([floor.carried("1"), floor.carried("1.1"), floor.carried("1.2")]).toEqual([
      ["352.4706", "0", "19.5294"],
      ["63", "48", "0"],
      ["19.5294", "0", "-19.5294"],
    ]);
    expect(floor.money()).toMatchObject({ cost: "483", received: "483", loss: "0" });
  });

  /**
   * Its whole-mode twin: the batch waits for the three and goes on with all twenty. 240 + 36 of rework + 80 at S2
   * (shared by all twenty) + 60 at S3 + 40 at S4; the lost unit carries a twentieth of all until S3, and of S3.
   */
  it("in a whole batch: every unit carries alike, rework apart", () => {
    const floor = workedExample("whole", "separate");
    expect(floor.lots()).toEqual(["1 finished 19", "1.1 merged 0", "1.2 written_off 1"]);
    expect([floor.carried("1"), floor.carried("1.2")]).toEqual([
      ["401", "34.2", "0"],
      ["19", "1.8", "0"],
    ]);
    expect(floor.money()).toEqual({ cost: "456", received: "401", loss: "55", late: "0", carried: "0" });
  });
});

describe("what falls on written-off units, where losses are included", () => {
  it("passes to the nearest lot that they were cut from and that is still in work", () => {
    const floor = aToldFloor({ batchMode: "split", quantity: 4 });
    floor.start("cutting");
    floor.at(4);
    floor.defect("cutting", { units: 2, to: "cutting" });
    floor.start("cutting", { lot: "1.1", by: "borys" });
    floor.defect("cutting", { lot: "1.1", units: 1 });
    floor.at(8);
    floor.finish("cutting", { lot: "1.1", by: "borys" });
    // borys' 4.00: half on the lost unit, which passes it to 1.1
    expect(floor.carried("1.1")).toEqual(["0", "2", "2"]);
    floor.finish("cutting", { lot: "1" });
    // anna's 8.00 over four, of which one is lost: its 2.00 go to the lot it was cut from
    expect([floor.carried("1"), floor.carried("1.1"), floor.carried("1.1.1")]).toEqual([
      ["4", "0", "0"],
      ["2", "2", "4"],
      ["2", "2", "-4"],
    ]);
  });

  it("passes to all units in work where its own lot has none; to nobody where none are: a loss", () => {
    const floor = aToldFloor({ batchMode: "per_unit", quantity: 3, stages: [{ key: "sewing" }] });
    floor.start("sewing", { lot: "#1" });
    floor.at(3);
    floor.defect("sewing", { lot: "#1" });
    expect([floor.carried("#2"), floor.carried("#3")]).toEqual([
      ["0", "0", "1.5"],
      ["0", "0", "1.5"],
    ]);
    floor.defect("sewing", { lots: ["#2", "#3"] });
    expect(floor.money()).toMatchObject({ cost: "3", loss: "3" });
  });
});
