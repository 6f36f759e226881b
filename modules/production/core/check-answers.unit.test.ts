import { describe, expect, it, test } from "vitest";
import type { CheckAnswer } from "#modules/production/contract/order-card.ts";
import type { StageCheck } from "#modules/templates/contract/template-body.ts";
import { aToldFloor, refusalOf } from "#test/builders/told-floor.ts";
import { checkAnswers } from "./check-answers.ts";

/** A required check that is missing or failed refuses a finish as good. */
const width: StageCheck = {
  key: "width",
  kind: "number",
  name: "Width",
  required: true,
  unit: "mm",
  minimum: "99.5",
  maximum: "100.5",
};
const clean: StageCheck = { key: "clean", kind: "yes_no", name: "Clean", required: false };
const label: StageCheck = { key: "label", kind: "text", name: "Label", required: true };
const picture: StageCheck = { key: "picture", kind: "photo", name: "Picture", required: true };

const answer = (
  checks: StageCheck[],
  answers: CheckAnswer[],
  photos = 0,
  concession: string | null = null,
) => {
  const result = checkAnswers({ checks, photoRequired: false }, answers, photos, concession);
  return result.ok
    ? "good"
    : [result.refusal.code, result.refusal.data?.["check"], result.refusal.path?.join(".")];
};

describe("a finish", () => {
  test.each<[string, StageCheck[], CheckAnswer[], unknown]>([
    ["without checks is good", [], [], "good"],
    ["with a measure within its bounds is good", [width], [{ key: "width", number: "100" }], "good"],
    ["with a measure on its bound is good", [width], [{ key: "width", number: "99.5" }], "good"],
    [
      "with a measure below fails",
      [width],
      [{ key: "width", number: "99.499999" }],
      ["check_failed", "Width", "checks.0"],
    ],
    [
      "with a measure above fails",
      [width],
      [{ key: "width", number: "100.6" }],
      ["check_failed", "Width", "checks.0"],
    ],
    [
      "misses a required check",
      [width, label],
      [{ key: "width", number: "100" }],
      ["check_missing", "Label", "checks.1"],
    ],
    [
      "misses a text that is empty",
      [label],
      [{ key: "label", text: "" }],
      ["check_missing", "Label", "checks.0"],
    ],
    [
      "misses a check's photo",
      [picture],
      [{ key: "picture", photoIds: [] }],
      ["check_missing", "Picture", "checks.0"],
    ],
    ["may leave out what is not required", [clean], [], "good"],
    [
      "with a no fails, also where it might have been left out",
      [clean],
      [{ key: "clean", yes: false }],
      ["check_failed", "Clean", "checks.0"],
    ],
    [
      "answers only its stage's checks",
      [clean],
      [{ key: "other", yes: true }],
      ["check_unknown", "other", "checks.0.key"],
    ],
    [
      "answers each once",
      [clean],
      [
        { key: "clean", yes: true },
        { key: "clean", yes: true },
      ],
      ["check_unknown", "clean", "checks.1.key"],
    ],
  ])("%s", (_, checks, answers, expected) => {
    expect(answer(checks, answers)).toEqual(expected);
  });

  it("is conceded with a reason whatever its checks say, but answers none that is not its own", () => {
    expect(answer([width, label], [{ key: "width", number: "7" }], 0, "The customer knows")).toBe("good");
    expect(answer([width], [{ key: "other", yes: true }], 0, "The customer knows")).toEqual([
      "check_unknown",
      "other",
      "checks.0.key",
    ]);
  });
});

describe("a stage that asks for a photo or a check", () => {
  const stages = [{ key: "sewing", photoRequired: true, checks: [width] }];
  const number = (value: string) => ({ checks: [{ key: "width", number: value }] });

  it("finishes as good with both", () => {
    const floor = aToldFloor({ quantity: 2, stages });
    floor.start("sewing");
    expect(refusalOf(() => floor.finish("sewing", { photos: 1 })).code).toBe("check_missing");
    expect(refusalOf(() => floor.finish("sewing", number("100"))).code).toBe("photo_missing");
    expect(refusalOf(() => floor.finish("sewing", { ...number("90"), photos: 1 })).code).toBe("check_failed");
    floor.finish("sewing", { ...number("100"), photos: 1 });
    expect(floor.run("sewing").checks).toEqual([{ key: "width", number: "100" }]);
  });

  it("has the way of a defect, which asks nothing, and of a concession, which is kept with its reason", () => {
    const floor = aToldFloor({ quantity: 2, batchMode: "split", stages });
    floor.start("sewing");
    floor.defect("sewing", { units: 1 });
    floor.finish("sewing", { concession: "Too wide, taken as it is" });
    expect(floor.run("sewing").concession).toBe("Too wide, taken as it is");
    expect(floor.state.order).toMatchObject({ status: "done", received: 1, writtenOff: 1 });
  });
});
