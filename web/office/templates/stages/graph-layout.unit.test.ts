import { describe, expect, it } from "vitest";
import { layOut, nodeSize } from "./graph-layout.ts";

const place = (layout: ReturnType<typeof layOut>, key: string): { x: number; y: number } => {
  const found = layout.stages.find((stage) => stage.key === key);
  if (found === undefined) throw new Error(`${key} is not placed`);
  return found;
};
const step = nodeSize.height + nodeSize.below;

describe("the graph of stages", () => {
  it("stacks a plain list", () => {
    const layout = layOut([
      { key: "cut", waitsFor: null },
      { key: "sew", waitsFor: null },
    ]);
    expect(place(layout, "sew")).toMatchObject({ x: place(layout, "cut").x, y: step });
    expect(layout.arrows).toEqual([{ from: "cut", to: "sew" }]);
  });

  it("puts parallel stages side by side, and what joins them below, in the middle", () => {
    const layout = layOut([
      { key: "cut", waitsFor: null },
      { key: "sew", waitsFor: ["cut"] },
      { key: "engrave", waitsFor: ["cut"] },
      { key: "check", waitsFor: ["sew", "engrave"] },
    ]);
    expect(place(layout, "sew").y).toBe(place(layout, "engrave").y);
    expect(place(layout, "engrave").x - place(layout, "sew").x).toBe(nodeSize.width + nodeSize.gap);
    expect(place(layout, "check")).toMatchObject({ x: place(layout, "cut").x, y: 2 * step });
  });

  it("lays a stage below the longest way to it", () => {
    const layout = layOut([
      { key: "a", waitsFor: [] },
      { key: "b", waitsFor: ["a"] },
      { key: "c", waitsFor: ["a", "b"] },
    ]);
    expect(place(layout, "c").y).toBe(2 * step);
    // c comes after a in any case, because b does.
    expect(layout.arrows).toEqual([
      { from: "a", to: "b" },
      { from: "b", to: "c" },
    ]);
  });

  it("never puts two stages on the same place", () => {
    const stages = Array.from({ length: 50 }, (_, at) => ({
      key: `s${at}`,
      waitsFor: at < 3 ? [] : [`s${(at * 7) % at}`, `s${at - 3}`],
    }));
    const layout = layOut(stages);
    expect(new Set(layout.stages.map(({ x, y }) => `${x} ${y}`)).size).toBe(50);
  });
});
