import { describe, expect, it } from "vitest";
import { createRepeatGuard } from "./repeats.ts";

describe("a code before the camera", () => {
  it("is told once while it stays in sight, however long", () => {
    const guard = createRepeatGuard(1_500);
    const seen = Array.from({ length: 40 }, (_, frame) => guard.isNews("L-118", frame * 250));
    expect(seen.filter(Boolean)).toHaveLength(1);
  });

  it("is told again after it was out of sight, and after another one", () => {
    const guard = createRepeatGuard(1_500);
    expect(guard.isNews("L-118", 0)).toBe(true);
    expect(guard.isNews("L-118", 1_500)).toBe(true);
    expect(guard.isNews("L-119", 1_600)).toBe(true);
    expect(guard.isNews("L-118", 1_700)).toBe(true);
  });
});
