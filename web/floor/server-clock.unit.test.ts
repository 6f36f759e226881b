import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { offsetAfter } from "./server-clock.ts";

const minute = 60_000;
/** Asked at the phone's noon, and answered after `took`; the server is `ahead`. */
const sample = (ahead: number, { took = 0, asked = 0 } = {}) => ({
  now: asked + ahead,
  askedAt: asked,
  heardAt: asked + took,
});

describe("how far the server is ahead", () => {
  it.each([
    ["the first answer is all there is", undefined, sample(7 * minute, { took: 200 }), 7 * minute - 200],
    [
      "an answer that was quicker is truer",
      7 * minute - 200,
      sample(7 * minute, { took: 20 }),
      7 * minute - 20,
    ],
    ["a slower one is not", 7 * minute - 20, sample(7 * minute, { took: 2_000 }), 7 * minute - 20],
    ["the phone's clock was put forward", 7 * minute, sample(2 * minute), 2 * minute],
    ["the phone's clock was put back", 7 * minute, sample(9 * minute), 9 * minute],
    ["a phone that slept over the answer", 7 * minute, sample(7 * minute, { took: 3 * minute }), 7 * minute],
  ] as const)("%s", (_, known, heard, expected) => {
    expect(offsetAfter(known, heard)).toBe(expected);
  });
});

describe("the answers to My Stages", () => {
  beforeEach(() => {
    const kept = new Map<string, string>();
    vi.stubGlobal("localStorage", {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
    });
    vi.useFakeTimers({ now: 0 });
    vi.resetModules();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("are heard as they come, and not when one of them is shown again", async () => {
    const clock = await import("./server-clock.ts");
    const queries = new QueryClient();
    clock.hearServerTime(queries);
    const answer = (ahead: number) => ({ now: new Date(Date.now() + ahead).toISOString() });
    const key = ["workshop", "showMyStages", {}];
    const old = answer(5 * minute);
    await queries.fetchQuery({ queryKey: key, queryFn: () => answer(7 * minute) });
    expect(clock.clockOffset()).toBe(7 * minute);
    vi.setSystemTime(10 * minute);
    queries.setQueryData(key, old);
    expect(clock.clockOffset()).toBe(7 * minute);
    await queries.fetchQuery({ queryKey: ["workshop", "showWorkspace", {}], queryFn: () => answer(minute) });
    expect(clock.clockOffset()).toBe(7 * minute);
    await queries.fetchQuery({ queryKey: key, queryFn: () => answer(2 * minute) });
    expect(clock.clockOffset()).toBe(2 * minute);
    expect(clock.serverNow()).toBe(12 * minute);
  });
});
