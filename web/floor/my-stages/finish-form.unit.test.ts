import { describe, expect, test } from "vitest";
import { aCard, aGroup, someUnits } from "./a-card.ts";
import {
  draftAgain,
  emptyDraft,
  expectedUse,
  type FinishDraft,
  placeOfRefusal,
  readFinish,
  shownUse,
} from "./finish-form.ts";
import type { RunCard } from "./show-taps.ts";

const coffee = "0197c1e2-0000-7000-8000-000000000003";
const bags = "0197c1e2-0000-7000-8000-000000000005";
const [green] = aCard().materials;
if (green === undefined) throw new Error("the card has a material");
const materials = [
  { ...green, normId: coffee, norm: "5.882353" },
  { ...green, normId: bags, itemName: "Bags", unit: "pcs" as const, norm: "20" },
];
const card = aCard({
  state: "in_progress",
  consumption: "at_completion",
  materials,
  verbs: ["recordProgress", "finishRun", "reportDefect"],
});
const group = aGroup(card);
const empty = emptyDraft(group);
const split = { batchMode: "split" as const };
const crack = { id: "crack", name: "Crack" };

function read(draft: Partial<FinishDraft>, over: Partial<RunCard> = {}, mayConcede = false) {
  return readFinish(aGroup({ ...card, ...over }), { ...empty, ...draft }, mayConcede);
}
const sent = (...all: Parameters<typeof read>) => read(...all).send?.input;

describe("The finish sheet", () => {
  test("left as it is, sends all units and leaves the materials to the server", () => {
    expect(read({}).send).toEqual({
      verb: "finishRun",
      input: { runId: card.runId, units: 20, comment: "" },
    });
  });

  test("sends what was typed exactly as text, comma or point, and only that", () => {
    const draft = { units: "21", comment: " a little burnt ", materials: { [coffee]: "6,000001" } };
    expect(sent(draft)).toEqual({
      runId: card.runId,
      units: 21,
      comment: "a little burnt",
      materials: [{ normId: coffee, quantity: "6.000001" }],
    });
  });

  test("a material that was touched and put back is not sent as a change, nothing used is", () => {
    expect(sent({ materials: { [bags]: "20,0" } })).not.toHaveProperty("materials");
    expect(sent({ materials: { [bags]: "0" } })).toMatchObject({
      materials: [{ normId: bags, quantity: "0" }],
    });
  });

  test("sends nothing while a number is wrong, and says where", () => {
    for (const typed of ["", "-1", "1,2,3", "1234567890123"]) {
      expect(read({ materials: { [bags]: typed } })).toMatchObject({ send: null, problems: ["materials"] });
    }
    for (const units of ["", "2,5", "1000001", "-3", "viele"]) {
      expect(read({ units })).toMatchObject({ send: null, problems: ["units"] });
    }
  });

  test("shows what the start has taken where it was consumed at start", () => {
    const started = { ...card, consumption: "at_start" as const };
    const first = { ...green, normId: coffee, norm: "5.882353", consumed: "5.9" };
    expect(expectedUse(started, first)).toBe("5.9");
    expect(expectedUse(card, first)).toBe("5.882353");
    expect(shownUse(card, first, empty, ",")).toBe("5,882353");
    expect(shownUse(card, first, { materials: { [coffee]: "6," } }, ",")).toBe("6,");
  });

  test("opened again after units have failed, does not propose those that are gone", () => {
    const kept = { ...empty, comment: "typed before" };
    expect(draftAgain(group, kept)).toBe(kept);
    expect(draftAgain(aGroup({ ...card, units: 17 }), kept)).toMatchObject({
      units: "17",
      comment: "typed before",
    });
  });
});

describe("Fewer than there are", () => {
  test("asks what becomes of the rest", () => {
    expect(read({ units: "17" })).toMatchObject({ send: null, problems: ["rest"], good: 17, rest: 3 });
  });

  test("still to do is progress, and asks for no check and no photo", () => {
    expect(read({ units: "17", rest: "later" }, { photoRequired: true }).send).toEqual({
      verb: "recordProgress",
      input: { runId: card.runId, units: 17 },
    });
  });

  test("stay at work only where a lot may part", () => {
    expect(read({ units: "17", rest: "leave" }).problems).toEqual(["rest"]);
    expect(sent({ units: "17", rest: "leave" }, { canLeaveRest: true })).toMatchObject({
      units: 17,
      leaveRest: true,
    });
    expect(read({ units: "0", rest: "leave" }, { canLeaveRest: true }).problems).toEqual(["rest"]);
  });

  test("of a whole batch go back before anything is finished: it waits for them, and nothing is checked", () => {
    const failed = { reason: crack, decision: "return", toStageId: "planing" } as const;
    const whole = { batchMode: "whole", photoRequired: true } as const;
    expect(read({ units: "17", rest: "failed", failed }, whole)).toMatchObject({
      holds: true,
      problems: [],
      send: {
        verb: "reportDefect",
        reason: "Crack",
        input: { runId: card.runId, units: 3, reasonId: "crack", decision: "return", toStageId: "planing" },
      },
    });
    expect(
      sent(
        { units: "17", rest: "failed", failed: { ...failed, decision: "write_off" } },
        { batchMode: "whole" },
      ),
    ).toMatchObject({ units: 17, failed: [{ units: 3, decision: "write_off" }] });
  });

  test("failed: with a reason, and back to a stage or written off", () => {
    const failed = { reason: crack, decision: null, toStageId: null };
    const back = { ...failed, decision: "return" as const };
    expect(read({ units: "17", rest: "failed", failed }, split).problems).toEqual(["rest"]);
    expect(read({ units: "17", rest: "failed", failed: back }, split).send).toBeNull();
    expect(
      sent({ units: "17", rest: "failed", failed: { ...back, toStageId: "planing" } }, split),
    ).toMatchObject({
      units: 17,
      failed: [{ units: 3, reasonId: "crack", decision: "return", toStageId: "planing" }],
    });
  });

  test("none good: only where all have failed, and then nothing is checked", () => {
    const failed = { reason: crack, decision: "write_off", toStageId: null } as const;
    expect(read({ units: "0" }).problems).toEqual(["rest"]);
    expect(sent({ units: "0", rest: "failed", failed }, { photoRequired: true })).toMatchObject({
      units: 0,
      failed: [{ units: 20, decision: "write_off" }],
    });
  });
});

describe("What is checked", () => {
  const checks: RunCard["checks"] = [{ kind: "yes_no", key: "clean", name: "Clean?", required: true }];

  test("has to be given, and a photo taken where one is asked for", () => {
    expect(read({}, { checks, photoRequired: true }).problems).toEqual(["check:clean", "photo"]);
    expect(
      sent({ checks: { clean: { yes: true } }, photoIds: ["one"] }, { checks, photoRequired: true }),
    ).toMatchObject({ checks: [{ key: "clean", yes: true }], photoIds: ["one"] });
  });

  test("a no is no way to finish, but for a supervisor's reason", () => {
    const no = { checks: { clean: { yes: false } } };
    expect(read(no, { checks }).problems).toEqual(["check:clean"]);
    expect(read(no, { checks }, true).problems).toEqual(["check:clean"]);
    expect(read(no, { checks }, true).doubts).toEqual(["check:clean"]);
    expect(sent({ ...no, concession: " invisible " }, { checks }, true)).toMatchObject({
      concession: "invisible",
    });
    // The photo that nobody can take any more is forgiven, too.
    expect(sent({ concession: "sent already" }, { photoRequired: true }, true)).toMatchObject({
      concession: "sent already",
    });
    // Whoever may not concede sends no such reason, whatever stands in the draft.
    expect(read({ ...no, concession: "invisible" }, { checks }).send).toBeNull();
    expect(sent({ checks: { clean: { yes: true } }, concession: "x" }, { checks }, true)).not.toHaveProperty(
      "concession",
    );
  });
});

describe("Several units in one tap", () => {
  const [first, second, third] = someUnits(3, { state: "in_progress", materials });
  if (first === undefined || second === undefined || third === undefined) throw new Error("three units");
  const units = aGroup(first, second, third);
  const all = emptyDraft(units);

  test("are all finished unless some are left out", () => {
    expect(readFinish(units, all, false).send?.input).toMatchObject({
      runId: "unit-1",
      alsoRunIds: ["unit-2", "unit-3"],
      units: 3,
    });
    expect(readFinish(units, { ...all, runIds: ["unit-3"] }, false).send?.input).toEqual({
      runId: "unit-3",
      units: 1,
      comment: "",
    });
    expect(readFinish(units, { ...all, runIds: [] }, false)).toMatchObject({ send: null, good: 0 });
  });
});

test("a refusal is said where it belongs, and above all where it belongs nowhere", () => {
  expect(placeOfRefusal({ code: "photo_missing" })).toBe("photo");
  expect(placeOfRefusal({ code: "over_yield" })).toBe("units");
  expect(placeOfRefusal({ code: "not_yours" })).toBeNull();
});
