import { describe, expect, test } from "vitest";
import { faceColourOf, faceColours } from "./face.ts";

describe("A face", () => {
  test("keeps its colour, and people spread over all colours", () => {
    const ids = Array.from(
      { length: 200 },
      (_, index) => `0197c1e2-0000-7000-8000-${String(index).padStart(12, "0")}`,
    );
    const colours = ids.map(faceColourOf);
    expect(ids.map(faceColourOf)).toEqual(colours);
    expect(new Set(colours).size).toBe(faceColours);
  });
});
