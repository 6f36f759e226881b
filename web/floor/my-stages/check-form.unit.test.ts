import { describe, expect, test } from "vitest";
import { aCard } from "./a-card.ts";
import { answersOf, type Check, failedChecks, judgeCheck, openChecks } from "./check-form.ts";

const clean: Check = { kind: "yes_no", key: "clean", name: "Clean?", required: true };
const width: Check = {
  kind: "number",
  key: "width",
  name: "Width",
  required: true,
  unit: "mm",
  minimum: "599.5",
  maximum: "600.5",
};
const remark: Check = { kind: "text", key: "remark", name: "Remark", required: false };
const face: Check = { kind: "photo", key: "face", name: "Face", required: true };
const card = aCard({ checks: [clean, width, remark, face] });

describe("A check", () => {
  test("passes within its tolerance, the limits among it, and fails by a hair beyond", () => {
    for (const number of ["599.5", "600,5", "600"]) expect(judgeCheck(width, { number })).toBe("passed");
    for (const number of ["599.499999", "600,500001", "-600"])
      expect(judgeCheck(width, { number })).toBe("failed");
    expect(judgeCheck({ ...width, minimum: null, maximum: "-18" }, { number: "-20" })).toBe("passed");
    expect(judgeCheck(width, { number: "six" })).toBe("wrong");
    expect(judgeCheck(width, { number: " " })).toBe("missing");
  });

  test("of yes or no fails by a no; words and photos are there or missing", () => {
    expect([
      judgeCheck(clean, {}),
      judgeCheck(clean, { yes: true }),
      judgeCheck(clean, { yes: false }),
    ]).toEqual(["missing", "passed", "failed"]);
    expect([judgeCheck(remark, { text: " " }), judgeCheck(remark, { text: "ok" })]).toEqual([
      "missing",
      "passed",
    ]);
    expect([judgeCheck(face, {}), judgeCheck(face, { photoIds: ["one"] })]).toEqual(["missing", "passed"]);
  });
});

describe("A checklist", () => {
  test("asks for what is required and not given", () => {
    expect(openChecks(card, {}).map(({ key }) => key)).toEqual(["clean", "width", "face"]);
    const given = { clean: { yes: false }, width: { number: "x" }, face: { photoIds: ["one"] } };
    expect(openChecks(card, given)).toEqual([]);
  });

  test("fails also by what might have been left out: who has measured it has found a defect", () => {
    const optional = aCard({ checks: [{ ...clean, required: false }] });
    expect(failedChecks(optional, { clean: { yes: false } }).map(({ key }) => key)).toEqual(["clean"]);
    expect(openChecks(optional, {})).toEqual([]);
  });

  test("is sent as far as it was given, numbers exactly as typed", () => {
    const drafts = { clean: { yes: false }, width: { number: "600,10" }, remark: { text: " fine " } };
    expect(answersOf(card.checks, drafts)).toEqual([
      { key: "clean", yes: false },
      { key: "width", number: "600.10" },
      { key: "remark", text: "fine" },
    ]);
  });
});
