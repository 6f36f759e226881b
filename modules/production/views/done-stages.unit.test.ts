import { describe, expect, it } from "vitest";
import { findDoneStages } from "./done-stages.ts";

const stage = (key: string, ...waitsFor: string[]) => ({ id: `id-${key}`, key, waitsFor });
const graph = [
  stage("cut"),
  stage("sew", "cut"),
  stage("print", "cut"),
  stage("iron", "sew"),
  stage("pack", "iron", "print"),
];

describe("the stages that are done", () => {
  it("are those before the open run", () => {
    expect([...findDoneStages(graph, ["id-iron", "id-print"])]).toEqual(["id-cut", "id-sew"]);
  });
  it("leave a finished branch done while the other is open", () => {
    expect([...findDoneStages(graph, ["id-sew"])]).toEqual(["id-cut", "id-print"]);
  });
  it("are none when a unit came back to the first stage", () => {
    expect([...findDoneStages(graph, ["id-pack", "id-cut"])]).toEqual([]);
  });
  it("are all when nothing is open", () => {
    expect(findDoneStages(graph, []).size).toBe(5);
  });
});
