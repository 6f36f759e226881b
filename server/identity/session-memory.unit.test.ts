import { expect, test } from "vitest";
import { createSessionMemory } from "./session-memory.ts";
import type { Remembered } from "./session-memory.ts";

const start = Date.parse("2026-01-01T00:00:00Z");
const at = (seconds: number): Date => new Date(start + seconds * 1_000);
const meaning = (value: string, until = 3_600): Remembered<string> => ({ value, expiresAt: at(until) });

function aMemory(most = 10) {
  const clock = { seconds: 0 };
  const asked: string[] = [];
  const memory = createSessionMemory<string>({ lifeSeconds: 30, most, now: () => at(clock.seconds) });
  const get = (key: string, answer: Remembered<string> | null = meaning(key)) =>
    memory.get(key, async () => {
      asked.push(key);
      return answer;
    });
  return { memory, clock, asked, get };
}

test("an answer is remembered for its life and no longer", async () => {
  const { clock, asked, get } = aMemory();
  expect(await get("a")).toBe("a");
  clock.seconds = 29;
  expect(await get("a")).toBe("a");
  expect(asked).toEqual(["a"]);
  clock.seconds = 30;
  expect(await get("a", null)).toBeNull();
  expect(asked).toEqual(["a", "a"]);
});

test("a session's own end comes first", async () => {
  const { clock, get } = aMemory();
  expect(await get("a", meaning("a", 10))).toBe("a");
  clock.seconds = 10;
  expect(await get("a")).toBeNull();
});

test("no is not remembered, nor is an error", async () => {
  const { memory, get, asked } = aMemory();
  expect(await get("a", null)).toBeNull();
  expect(await get("a")).toBe("a");
  expect(asked).toHaveLength(2);
  await expect(memory.get("b", () => Promise.reject(new Error("lost")))).rejects.toThrow("lost");
  expect(await get("b")).toBe("b");
});

test("who is forgotten while the answer is under way is asked about again", async () => {
  const { memory, get } = aMemory();
  let answer: (found: Remembered<string>) => void = () => {};
  const underWay = memory.get("a", () => new Promise((resolve) => (answer = resolve)));
  memory.forget("a");
  answer(meaning("a"));
  await underWay;
  expect(await get("a", null)).toBeNull();
});

test("it keeps so many and lets the oldest go", async () => {
  const { get, asked } = aMemory(2);
  for (const key of ["a", "b", "c", "c", "b", "a"]) await get(key);
  expect(asked).toEqual(["a", "b", "c", "a"]);
});
