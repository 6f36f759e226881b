import { describe, expect, it } from "vitest";
import { aToldFloor, refusalOf, type ToldFloor } from "#test/builders/told-floor.ts";
import { secondsByMember } from "./work-time.ts";

/** Several people on one run, and one person on several units. */
const crewOfTwo = (): ToldFloor => {
  const floor = aToldFloor({ quantity: 10 });
  floor.start("cutting", { by: "anna" });
  floor.at(10);
  floor.join("cutting", { by: "borys" });
  return floor;
};
const secondsOf = (floor: ToldFloor, key: string, lot?: string) =>
  Object.fromEntries(secondsByMember(floor.state, floor.run(key, lot).id));

describe("a crew", () => {
  it("works at once, each with their own time; the run stays with who had it", () => {
    const floor = crewOfTwo();
    expect(floor.working()).toEqual(["anna work cutting 1", "borys work cutting 1"]);
    expect(floor.run("cutting").operatorId).toBe("anna");
    floor.at(30);
    floor.finish("cutting", { by: "borys" });
    expect(secondsOf(floor, "cutting")).toEqual({ anna: 1800, borys: 1200 });
    // a minute of anybody's is 1.00
    expect(floor.money().cost).toBe("50");
  });

  it("whose one pauses goes on; paused when nobody works", () => {
    const floor = crewOfTwo();
    floor.pause("cutting", { by: "borys" });
    expect(floor.stateOf("cutting")).toBe("in_progress");
    expect(floor.working()).toEqual(["anna work cutting 1", "borys pause cutting 1"]);
    floor.pause("cutting", { by: "anna" });
    expect(floor.stateOf("cutting")).toBe("paused");
    floor.resume("cutting", { by: "borys" });
    expect(floor.stateOf("cutting")).toBe("in_progress");
    expect(floor.working()).toEqual(["anna pause cutting 1", "borys work cutting 1"]);
    expect(floor.run("cutting").operatorId).toBe("borys");
  });

  it("one of whom has paused pauses nobody else, and one who works resumes nobody else", () => {
    const floor = crewOfTwo();
    floor.pause("cutting", { by: "anna" });
    expect(refusalOf(() => floor.pause("cutting", { by: "anna" })).code).toBe("verb_not_now");
    expect(refusalOf(() => floor.resume("cutting", { by: "borys" })).code).toBe("verb_not_now");
    expect(floor.working()).toEqual(["anna pause cutting 1", "borys work cutting 1"]);
  });

  it("is paused whole by a supervisor who does not work on it, and resumed for whose run it is", () => {
    const floor = crewOfTwo();
    floor.pause("cutting", { by: "olena" });
    expect(floor.working()).toEqual(["anna pause cutting 1", "borys pause cutting 1"]);
    floor.resume("cutting", { by: "olena" });
    expect(floor.working()).toEqual(["anna work cutting 1", "borys pause cutting 1"]);
  });

  it("is left by one; by the last it is paused, and nobody's time runs", () => {
    const floor = crewOfTwo();
    floor.leave("cutting", { by: "anna" });
    expect(floor.stateOf("cutting")).toBe("in_progress");
    floor.leave("cutting", { by: "borys" });
    expect(floor.stateOf("cutting")).toBe("paused");
    expect(floor.working()).toEqual([]);
    expect(refusalOf(() => floor.leave("cutting", { by: "borys" })).code).toBe("not_in_crew");
  });

  it("is joined once, by who is not at work elsewhere, from a pause too", () => {
    const floor = crewOfTwo();
    expect(refusalOf(() => floor.join("cutting", { by: "borys" })).code).toBe("already_in_crew");
    floor.pause("cutting", { by: "borys" });
    floor.join("cutting", { by: "borys" });
    expect(floor.working()).toEqual(["anna work cutting 1", "borys work cutting 1"]);
  });

  it("of a paused run goes on with who joins, and stays whose it was", () => {
    const floor = aToldFloor();
    floor.start("cutting", { by: "anna" });
    floor.pause("cutting", { by: "anna" });
    floor.join("cutting", { by: "borys" });
    expect(floor.stateOf("cutting")).toBe("in_progress");
    expect(floor.run("cutting").operatorId).toBe("anna");
  });

  it("ends whole with a block, a reassignment and a cancelled start", () => {
    for (const act of ["block", "reassign", "cancelStart"] as const) {
      const floor = crewOfTwo();
      if (act === "reassign") floor.reassign("cutting", "vira");
      else floor[act]("cutting");
      expect(floor.working()).toEqual([]);
    }
  });
});

describe("several units in one tap", () => {
  const three = ["#1", "#2", "#3"];
  const together = (): ToldFloor => {
    const floor = aToldFloor({ batchMode: "per_unit", quantity: 4 });
    floor.start("cutting", { lots: three });
    return floor;
  };

  it("are one stretch of work, whose seconds the units share", () => {
    const floor = together();
    expect(floor.open()).toContain("#3 cutting in_progress");
    floor.at(10);
    floor.finish("cutting", { lots: three });
    expect(three.map((lot) => secondsOf(floor, "cutting", lot))).toEqual([
      { anna: 200 },
      { anna: 200 },
      { anna: 200 },
    ]);
    expect(floor.open()).toEqual([
      "#1 sewing ready",
      "#2 sewing ready",
      "#3 sewing ready",
      "#4 cutting ready",
    ]);
  });

  it("share what does not divide to the second", () => {
    const floor = aToldFloor({ batchMode: "per_unit", quantity: 3 });
    floor.start("cutting", { lots: three });
    floor.at(100 / 60);
    floor.finish("cutting", { lots: three });
    const seconds = three.map((lot) => secondsOf(floor, "cutting", lot)["anna"] ?? 0);
    expect(seconds.toSorted((a, b) => a - b)).toEqual([33, 33, 34]);
  });

  it("of which one is finished first go on with the others", () => {
    const floor = together();
    floor.at(6);
    floor.finish("cutting", { lot: "#2" });
    expect(floor.working()).toEqual(["anna work cutting #1", "anna work cutting #3"]);
    floor.at(10);
    floor.finish("cutting", { lots: ["#1", "#3"] });
    expect(three.map((lot) => secondsOf(floor, "cutting", lot)["anna"])).toEqual([240, 120, 240]);
  });

  it("pause and resume together, by any of them", () => {
    const floor = together();
    floor.pause("cutting", { lot: "#3" });
    expect(floor.working()).toEqual([
      "anna pause cutting #1",
      "anna pause cutting #2",
      "anna pause cutting #3",
    ]);
    floor.resume("cutting", { lot: "#2" });
    expect(floor.working()).toEqual(["anna work cutting #1", "anna work cutting #2", "anna work cutting #3"]);
  });

  it("finished in one tap end their stretch once: it does not go on shorter for each", () => {
    const floor = aToldFloor({ batchMode: "per_unit", quantity: 50 });
    const lots = Array.from({ length: 50 }, (_, index) => `#${index + 1}`);
    floor.start("cutting", { lots });
    floor.at(10);
    floor.finish("cutting", { lots });
    expect(floor.state.intervals.size).toBe(50);
  });

  it("are of one stage and one order, each once", () => {
    const floor = aToldFloor({ batchMode: "per_unit", quantity: 3 });
    floor.start("cutting", { lot: "#1" });
    floor.finish("cutting", { lot: "#1" });
    expect(refusalOf(() => floor.start("cutting", { lots: ["#2", "#2"] })).code).toBe("runs_not_together");
  });

  it("failed together are defects each", () => {
    const floor = together();
    floor.at(9);
    const facts = floor.defect("cutting", { lots: three });
    expect(facts.filter((fact) => fact.kind === "defect_reported")).toHaveLength(3);
    expect(floor.lots()).toEqual([
      "#1 written_off 1",
      "#2 written_off 1",
      "#3 written_off 1",
      "#4 in_work 1",
    ]);
    expect(floor.money().cost).toBe("9");
  });
});
