import { describe, expect, test } from "vitest";
import { answersOf, type Check, judgeCheck, openChecks } from "./check-answers.ts";

const width: Check = {
  kind: "number",
  key: "width",
  name: "Width",
  required: true,
  unit: "mm",
  minimum: "99.5",
  maximum: "100.5",
};
const clean: Check = { kind: "yes_no", key: "clean", name: "Clean", required: true };
const remark: Check = { kind: "text", key: "remark", name: "Remark", required: false };
const picture: Check = { kind: "photo", key: "picture", name: "Picture", required: true };

describe("A stage's checklist", () => {
  test.each([
    [width, undefined, "missing"],
    [width, { number: "" }, "missing"],
    [width, { number: "99.5" }, "passed"],
    [width, { number: "100.51" }, "failed"],
    [width, { number: "99.499999" }, "failed"],
    [{ ...width, minimum: null }, { number: "-4" }, "passed"],
    [clean, {}, "missing"],
    [clean, { yes: true }, "passed"],
    [clean, { yes: false }, "failed"],
    [remark, { text: "  " }, "missing"],
    [remark, { text: "dry" }, "passed"],
    [picture, { photoIds: [] }, "missing"],
    [picture, { photoIds: ["1"] }, "passed"],
  ] as const)("%o with %o is %s", (check, draft, verdict) => {
    expect(judgeCheck(check, draft as never)).toBe(verdict);
  });

  test("what is required and missing, and whatever failed, keeps the work from being good", () => {
    const spare = { ...width, key: "spare", required: false };
    const drafts = { width: { number: "101" }, clean: { yes: true }, spare: { number: "90" } };
    expect(openChecks([width, clean, remark, picture, spare], drafts)).toEqual([width, picture, spare]);
  });

  test("only what was given is sent", () => {
    expect(answersOf([width, clean, remark], { width: { number: "" }, clean: { yes: false } })).toEqual([
      { key: "clean", yes: false },
    ]);
  });
});
