import { describe, expect, it } from "vitest";
import { inUsualOrder } from "./stage-columns.ts";

describe("stages of different templates in one row", () => {
  it("keeps the order of a single path", () => {
    expect(inUsualOrder([["Cut", "Sew", "Pack"]])).toEqual(["Cut", "Sew", "Pack"]);
  });

  it("puts a name that is nobody else's where its own path has it", () => {
    const paths = [
      ["Cut", "Glue", "Pack"],
      ["Cut", "Sew", "Iron", "Pack"],
    ];
    const order = inUsualOrder(paths);
    expect(order[0]).toBe("Cut");
    expect(order.at(-1)).toBe("Pack");
    expect(order.indexOf("Sew")).toBeLessThan(order.indexOf("Iron"));
    expect(order).toContain("Glue");
  });

  it("follows the path, not the mean place: a long path's second stage may come before a short one's first", () => {
    const paths = [
      ["Saw", "Plane", "Glue", "Sand", "Oil", "Pack"],
      ["Sand", "Pack"],
    ];
    expect(inUsualOrder(paths)).toEqual(["Saw", "Plane", "Glue", "Sand", "Oil", "Pack"]);
  });

  it("goes by the greater number where paths disagree", () => {
    const most = ["Oil", "Sand"];
    expect(inUsualOrder([most, most, ["Sand", "Oil"]])).toEqual(["Oil", "Sand"]);
  });

  it("ends where paths go in a circle, with each name once", () => {
    const circle = [
      ["A", "B"],
      ["B", "C"],
      ["C", "A"],
    ];
    expect(inUsualOrder(circle).sort()).toEqual(["A", "B", "C"]);
  });

  it("takes a name once that a path has twice", () => {
    expect(inUsualOrder([["Paint", "Dry", "Paint"]])).toEqual(["Paint", "Dry"]);
  });
});
