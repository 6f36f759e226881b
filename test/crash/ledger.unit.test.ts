import { expect, test } from "vitest";
import { type Entry, findFaults, type Stored } from "./ledger.ts";

const accepted = "status-accepted";
const entry = (id: string, verb: Entry["verb"], end: Entry["end"], path = "", body = {}): Entry => ({
  id,
  verb,
  path,
  body,
  attempts: 1,
  end,
});

const entries: readonly Entry[] = [
  entry("a", "createOrder", { accepted: true, answer: { orderId: "o", number: 1 } }),
  entry("b", "startRun", { accepted: false, code: "member_busy" }),
  entry("c", "moveDeal", { accepted: true, answer: { moved: true } }, "/deals/d1/move", {
    dealStatusId: accepted,
  }),
];

/** A database in which all is well with these entries. */
const sound = {
  answers: new Map<string, unknown>([
    ["a", { number: 1, orderId: "o" }],
    ["c", { moved: true }],
  ]),
  facts: [
    { commandId: "a", kind: "order_created" },
    { commandId: "c", kind: "deal_moved" },
  ],
  stamps: new Map([["a", 1]]),
  ordersByDeal: new Map([["d1", 1]]),
} satisfies Stored;

const faults = (change: Partial<Stored>, asked = entries): string[] =>
  findFaults(asked, { ...sound, ...change }, accepted);
const without = <V>(map: ReadonlyMap<string, V>, key: string): Map<string, V> =>
  new Map([...map].filter(([id]) => id !== key));

test("what agrees has no fault", () => {
  expect(faults({})).toEqual([]);
});

test("a lost answer", () => {
  expect(faults({ answers: without(sound.answers, "a") })).toEqual([
    "createOrder a was answered and is not there",
  ]);
});

test("an answer that is remembered otherwise than it was given", () => {
  const answers = new Map(sound.answers).set("a", { orderId: "o", number: 2 });
  expect(faults({ answers })).toEqual(["createOrder a is remembered with another answer than was given"]);
});

test("an answered command without its effect", () => {
  expect(faults({ facts: sound.facts.slice(1), stamps: new Map() })).toEqual([
    "createOrder a has 0 facts order_created instead of 1",
    "createOrder a has 0 effects instead of 1",
  ]);
});

test("a command that acted twice", () => {
  expect(faults({ facts: [...sound.facts, { commandId: "c", kind: "deal_moved" }] })).toEqual([
    "moveDeal c has 2 facts deal_moved instead of 1",
  ]);
  expect(faults({ stamps: new Map([["a", 2]]) })).toEqual(["createOrder a has 2 effects instead of 1"]);
});

test("a refused command that acted", () => {
  expect(
    faults({
      answers: new Map(sound.answers).set("b", {}),
      facts: [...sound.facts, { commandId: "b", kind: "run_started" }],
    }),
  ).toEqual([
    "startRun b was refused (member_busy) and is there",
    "startRun b has 1 facts run_started instead of 0",
  ]);
});

test("an act that nobody asked for, and a command that nobody answered", () => {
  expect(faults({ facts: [...sound.facts, { commandId: "z", kind: "deal_moved" }] })).toEqual([
    "command z acted, and nobody asked for it",
  ]);
  expect(faults({}, [...entries, entry("e", "pauseRun", null)])).toEqual(["pauseRun e was never answered"]);
});

test("a deal whose order was made twice, never, or too early", () => {
  expect(faults({ ordersByDeal: new Map([["d1", 2]]) })).toEqual(["deal d1 has 2 orders instead of 1"]);
  expect(faults({ ordersByDeal: new Map() })).toEqual(["deal d1 has 0 orders instead of 1"]);
  expect(faults({ ordersByDeal: new Map(sound.ordersByDeal).set("d2", 1) })).toEqual([
    "deal d2 has 1 orders instead of 0",
  ]);
});
