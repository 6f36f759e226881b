import { describe, expect, it, test } from "vitest";
import { areParallel, graphOf, type GraphStage } from "./stage-graph.ts";

/** a → b → d, a → c → d, and e by itself; written as "key<waits", a star for a stage that is off. */
const stages = (...words: string[]): GraphStage[] =>
  words.map((word) => {
    const [name = "", waits = ""] = word.split("<");
    return {
      key: name.replace("*", ""),
      active: !name.endsWith("*"),
      waitsFor: waits === "" ? [] : waits.split("+"),
    };
  });
const diamond = graphOf(stages("a", "b<a", "c<a", "d<b+c", "e"));

describe("what must be done before a stage", () => {
  test.each([
    ["nothing off", stages("a", "b<a", "c<b"), { a: [], b: ["a"], c: ["b"] }],
    ["one that is off hands its waits on", stages("a", "b*<a", "c<b"), { a: [], c: ["a"] }],
    ["several that are off, one after another", stages("a", "b*<a", "c*<b", "d<c"), { a: [], d: ["a"] }],
    ["the first is off: its follower begins at once", stages("a*", "b<a"), { b: [] }],
    [
      "a join through one that is off has each wait once",
      stages("a", "b<a", "c*<a+b", "d<b+c"),
      { a: [], b: ["a"], d: ["b", "a"] },
    ],
    ["listed before what they wait for", stages("c<b", "b*<a", "a"), { c: ["a"], a: [] }],
  ])("%s", (_, asked, waits) => {
    expect(Object.fromEntries(graphOf(asked).waits)).toEqual(waits);
  });
});

describe("what comes after a stage", () => {
  it("is all below it, however far, and nothing beside it", () => {
    const below = Object.fromEntries(
      [...diamond.below].map(([key, keys]) => [key, [...keys].sort().join("")]),
    );
    expect(below).toEqual({ a: "bcd", b: "d", c: "d", d: "", e: "" });
  });

  it("passes over what is off", () => {
    const graph = graphOf(stages("a", "b*<a", "c<b", "d<c"));
    expect([...(graph.below.get("a") ?? [])].sort()).toEqual(["c", "d"]);
  });
});

describe("side by side", () => {
  test.each([
    ["b", "c", true],
    ["a", "d", false],
    ["d", "a", false],
    ["b", "b", false],
    ["e", "d", true],
  ])("%s and %s: %s", (a, b, expected) => {
    expect(areParallel(diamond, a, b)).toBe(expected);
  });
});
