import { describe, expect, test } from "vitest";
import { aCard, aGroup, someUnits } from "./a-card.ts";
import {
  type DefectDraft,
  defectInput,
  defectSteps,
  emptyDefect,
  failedUnits,
  returnPlaces,
} from "./defect-form.ts";

const batch = aGroup(aCard({ units: 20 }));
const [first, ...others] = someUnits(3);
if (first === undefined) throw new Error("three units");
const units = aGroup(first, ...others);
const crack = { id: "crack", name: "Crack" };
const filled: DefectDraft = {
  ...emptyDefect(batch),
  reason: crack,
  units: 3,
  decision: { kind: "return", stageId: "planing", name: "Planing" },
};

describe("A defect", () => {
  test("is four taps, and three where there is nothing to count", () => {
    expect(defectSteps(batch)).toEqual(["reason", "count", "decision", "send"]);
    expect(defectSteps(units)).toEqual(["reason", "count", "decision", "send"]);
    expect(defectSteps(aGroup(first))).toEqual(["reason", "decision", "send"]);
  });

  test("is sent with what was said, and only that", () => {
    expect(defectInput(batch, filled)).toEqual({
      runId: batch.lead.runId,
      reasonId: "crack",
      units: 3,
      decision: "return",
      toStageId: "planing",
    });
    const more = {
      ...filled,
      decision: { kind: "write_off" },
      note: " along the grain ",
      photoIds: ["photo"],
    } as const;
    expect(defectInput(batch, { ...more, bornStageId: "sawing" })).toEqual({
      runId: batch.lead.runId,
      reasonId: "crack",
      units: 3,
      decision: "write_off",
      bornStageId: "sawing",
      note: "along the grain",
      photoIds: ["photo"],
    });
  });

  test("is not sent while the reason, the decision or the units are missing", () => {
    expect(defectInput(batch, { ...filled, reason: null })).toBeNull();
    expect(defectInput(batch, { ...filled, decision: null })).toBeNull();
    expect(defectInput(batch, { ...filled, units: 0 })).toBeNull();
    expect(
      defectInput(units, { ...emptyDefect(units), reason: crack, decision: { kind: "write_off" } }),
    ).toBeNull();
  });

  test("names exactly which units failed, where they go one by one", () => {
    const two = { ...filled, runIds: ["unit-2", "unit-3"] };
    expect(defectInput(units, two)).toMatchObject({ runId: "unit-2", alsoRunIds: ["unit-3"], units: 2 });
    expect(failedUnits(units, two)).toBe(2);
  });

  test("never counts more than there are: the others may have failed in the meantime", () => {
    expect(failedUnits(aGroup(aCard({ units: 2 })), { ...filled, units: 3 })).toBe(2);
  });

  test("is mended here first, then back along the way", () => {
    const way = ["saw", "plane", "glue"].map((stageId) => ({ stageId }));
    expect(returnPlaces(way).map(({ stageId }) => stageId)).toEqual(["glue", "plane", "saw"]);
  });
});
