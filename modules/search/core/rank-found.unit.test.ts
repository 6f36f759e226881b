import { describe, expect, it } from "vitest";
import { type Candidate, numberIn, rankFound, rankOf } from "./rank-found.ts";

const thing = (title: string, wish: Partial<Candidate> = {}): Candidate => ({
  kind: "item",
  number: null,
  title,
  detail: null,
  codes: [],
  ...wish,
});

describe("how well a thing fits what was typed", () => {
  it.each([
    ["Oak board", "oak board", 0],
    ["Oak board", "OAK", 1],
    ["Board of oak", "oak", 2],
    ["Cloak", "oak", 3],
    // "oak" stands in the middle of one word and at the beginning of another
    ["Cloak (oak)", "oak", 2],
    ["Сорочка біла", "БІЛА", 2],
    ["Shirt, blue", "blue shirt", 2],
    ["Shirt, sky-blue", "lue shirt", 3],
  ])("%s by %s: %i", (title, words, rank) => {
    expect(rankOf(thing(title), words)).toBe(rank);
  });

  it("takes the best of its names: number, codes, variant", () => {
    expect(rankOf(thing("Shirt", { number: 128 }), "#128")).toBe(0);
    expect(rankOf(thing("Shirt", { number: 128 }), "№ 12")).toBe(1);
    expect(rankOf(thing("Shirt", { number: 128 }), "28")).toBe(3);
    expect(rankOf(thing("Shirt", { codes: ["SH-1", "4820000000017"] }), "4820000000017")).toBe(0);
    expect(rankOf(thing("Shirt", { detail: "Blue, L" }), "shirt blue")).toBe(1);
  });

  it("knows a number where it is all that was typed", () => {
    expect([numberIn("128"), numberIn(" #128 "), numberIn("№ 5")]).toEqual([128, 128, 5]);
    expect([numberIn("12 kg"), numberIn(""), numberIn("1234567890")]).toEqual([null, null, null]);
  });
});

describe("what is shown of all that was found", () => {
  it("is the best five of each kind, the kind with the best find first", () => {
    const items = Array.from({ length: 9 }, (_, at) => thing(`Bolt M128-${at}`));
    const prefix = thing("128 bolts");
    const order = thing("Shirt", { kind: "order", number: 128 });
    const found = rankFound([...items, prefix, order], "128");
    expect(found).toHaveLength(6);
    expect(found[0]).toBe(order);
    expect(found[1]).toBe(prefix);
  });

  it("keeps the order in which equals came, and that of the kinds", () => {
    const one = thing("Ann", { kind: "member" });
    const other = thing("Ann", { kind: "contact" });
    const third = thing("Ann", { kind: "contact", detail: "Ltd" });
    expect(rankFound([one, other, third], "ann")).toEqual([other, third, one]);
  });
});
