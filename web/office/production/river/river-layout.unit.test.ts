import { describe, expect, it } from "vitest";
import { bandPath, layOut, scaleOf } from "./river-layout.ts";

const stage = (id: string, ...after: string[]) => ({ id, after });
const placesOf = (stages: readonly ReturnType<typeof stage>[]) =>
  Object.fromEntries(
    [...layOut(stages).places].map(([id, { column, lane }]) => [id, `${column}/${lane}`] as const),
  );

describe("the places of stages in the river", () => {
  it("follow one another in one lane", () => {
    const layout = layOut([stage("a"), stage("b", "a"), stage("c", "b")]);
    expect([...layout.places.values()]).toEqual([
      { column: 0, lane: 0 },
      { column: 1, lane: 0 },
      { column: 2, lane: 0 },
    ]);
    expect(layout).toMatchObject({ columns: 3, lanes: 1, last: ["c"] });
  });

  it("give branches side by side lanes of their own, and none of them a stage to cross", () => {
    expect(
      placesOf([
        stage("cut", ""),
        stage("sew", "cut"),
        stage("iron", "sew"),
        stage("frame", "cut"),
        stage("join", "iron", "frame"),
      ]),
    ).toEqual({ cut: "0/0", sew: "1/0", iron: "2/0", frame: "1/1", join: "3/0" });
  });

  it("leave out a way that another one leads past", () => {
    expect(layOut([stage("a"), stage("b", "a"), stage("c", "a", "b")]).ways).toEqual([
      { from: "a", to: "b" },
      { from: "b", to: "c" },
    ]);
  });

  it("let several begin at once and several be last", () => {
    const layout = layOut([stage("a"), stage("b")]);
    expect(placesOf([stage("a"), stage("b")])).toEqual({ a: "0/0", b: "0/1" });
    expect(layout.last).toEqual(["a", "b"]);
  });
});

describe("the width of the river", () => {
  it("is its count, readable for one unit and for a thousand", () => {
    expect([0, 1].map(scaleOf(1))).toEqual([0, 26]);
    expect([1, 500, 1000].map(scaleOf(1000))).toEqual([3, 60, 120]);
  });

  it("runs straight in a lane, and bends at the fork and at the join", () => {
    expect(bandPath({ x: 0, y: 10, width: 20 }, { x: 100, y: 10, width: 20 }, 40)).toContain("H 100 V 30");
    expect(bandPath({ x: 0, y: 0, width: 20 }, { x: 200, y: 90, width: 20 }, 40)).toContain("40 90 H 200");
    expect(bandPath({ x: 0, y: 90, width: 20 }, { x: 200, y: 0, width: 20 }, 40)).toContain("H 160 C");
  });
});
