import { describe, expect, test } from "vitest";
import { arrangeStages, type Piece } from "./arrange-stages.ts";

type Stage = { readonly id: string; readonly after: readonly string[] };

/** "a" waits for nothing, "c: a b" for both. */
const stages = (...lines: readonly string[]): Stage[] =>
  lines.map((line) => {
    const [id = "", after = ""] = line.split(":");
    return { id, after: after.split(" ").filter((word) => word !== "") };
  });

/** "a (b | c d) e" */
const read = (pieces: readonly Piece<Stage>[]): string =>
  pieces
    .map((piece) => (piece.kind === "stage" ? piece.stage.id : `(${piece.branches.map(read).join(" | ")})`))
    .join(" ");

describe("Stages read from top to bottom", () => {
  test.each([
    ["one", ["a"], "a"],
    ["one after another", ["a", "b: a", "c: b"], "a b c"],
    ["two branches that join", ["a", "b: a", "c: a", "d: b c"], "a (b | c) d"],
    ["branches of different length", ["a", "b: a", "c: b", "d: a", "e: c d"], "a (b c | d) e"],
    ["branches from the very beginning", ["a", "b", "c: a b"], "(a | b) c"],
    ["branches to the very end", ["a", "b: a", "c: a"], "a (b | c)"],
    [
      "a fork within a branch",
      ["a", "b: a", "c: b", "d: b", "e: c d", "f: a", "g: e f"],
      "a (b (c | d) e | f) g",
    ],
    [
      "two forks one after another",
      ["a", "b: a", "c: a", "d: b c", "e: d", "f: d", "g: e f"],
      "a (b | c) d (e | f) g",
    ],
    ["what does not fall apart", ["a", "b", "c: a", "d: a b"], "a b c d"],
    ["what is listed before what it waits for", ["b: a", "a"], "a b"],
  ])("%s", (_, lines, expected) => {
    expect(read(arrangeStages(stages(...lines)))).toBe(expected);
  });

  test("none is lost and none stands twice", () => {
    const all = stages("a", "b", "c: a", "d: a b", "e: c d", "f: e", "g: e", "h: f", "i: g h", "j: e");
    const words = read(arrangeStages(all)).replaceAll(/[()|]/g, " ").split(/\s+/).filter(Boolean);
    expect(words.toSorted()).toEqual(all.map((stage) => stage.id));
  });
});
