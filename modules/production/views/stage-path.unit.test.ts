import { describe, expect, it } from "vitest";
import { type StageOfPath, stagePath } from "./stage-path.ts";

const stage = (key: string, waitsFor: readonly string[], active = true): StageOfPath => ({
  id: key,
  key,
  name: key,
  waitsFor,
  active,
});

describe("the way of an order's units", () => {
  // cut → (sew, engrave: switched off → paint) → pack
  const [cut, sew, engrave, paint, pack] = [
    stage("cut", []),
    stage("sew", ["cut"]),
    stage("engrave", ["cut"], false),
    stage("paint", ["engrave"]),
    stage("pack", ["sew", "paint"]),
  ];
  const path = stagePath([cut, sew, engrave, paint, pack]);
  const keys = (stages: readonly StageOfPath[]) => stages.map((each) => each.key);

  it("passes over what is switched off", () => {
    expect(keys(path.before(paint))).toEqual(["cut"]);
    expect(keys(path.next(cut))).toEqual(["sew", "paint"]);
  });
  it("leads back over one's own branch alone", () => {
    expect(keys(path.upTo(sew))).toEqual(["cut", "sew"]);
    expect(keys(path.upTo(pack))).toEqual(["cut", "sew", "paint", "pack"]);
  });
  it("follows a stage by itself and what comes after it, not by another branch", () => {
    expect(["cut", "sew", "paint", "pack"].map((later) => path.isFrom(sew, later))).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });
  it("knows which stages have others beside them", () => {
    expect([cut, sew, paint, pack].map((each) => path.hasSiblings(each))).toEqual([false, true, true, false]);
  });
});
