import { expect, test } from "vitest";
import { mintWorkspaceId } from "#modules/access/store/mint-workspace-id.ts";
import { createAskerMemory } from "./asker-memory.ts";
import type { Asker } from "./door-types.ts";

const anAsker = (workspace: string): Asker => ({
  workspaceId: mintWorkspaceId(workspace),
  actor: { kind: "member", memberId: "m", roles: ["operator"], tradeIds: [] },
  memberId: "m",
  memberName: "M",
  language: "en",
  timeZone: "Europe/Kyiv",
  byPin: false,
});

function aMemory() {
  const clock = { milliseconds: 0 };
  let asked = 0;
  const memory = createAskerMemory(() => clock.milliseconds);
  const get = (asker: Asker | null = anAsker("w"), key = "s w") =>
    memory.get(key, async () => {
      asked += 1;
      return asker;
    });
  return { memory, clock, get, asked: () => asked };
}

test("who asked is remembered for three seconds", async () => {
  const { clock, get, asked } = aMemory();
  await get();
  clock.milliseconds = 2_999;
  await get();
  expect(asked()).toBe(1);
  clock.milliseconds = 3_000;
  await get();
  expect(asked()).toBe(2);
});

test("a stranger is asked for every time", async () => {
  const { get, asked } = aMemory();
  expect(await get(null)).toBeNull();
  expect(await get(null)).toBeNull();
  expect(asked()).toBe(2);
});

test("a forgotten workspace is asked for, another is not", async () => {
  const { memory, get, asked } = aMemory();
  await get(anAsker("w"), "a");
  await get(anAsker("v"), "b");
  memory.forget("w");
  await get(anAsker("w"), "a");
  await get(anAsker("v"), "b");
  expect(asked()).toBe(3);
});

test("who was read before the forgetting is not remembered after it", async () => {
  const { memory, get, asked } = aMemory();
  let answer: (asker: Asker) => void = () => {};
  const underWay = memory.get("s w", () => new Promise((resolve) => (answer = resolve)));
  memory.forget("w");
  answer(anAsker("w"));
  await underWay;
  await get();
  expect(asked()).toBe(1);
});
