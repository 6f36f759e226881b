import { describe, expect, it } from "vitest";
import type { TemplateBody, TemplateNorm } from "#modules/templates/contract/template-body.ts";
import { editBase, editVariant, type StageEdit } from "./stage-edit.ts";
import {
  bodyOfDraft,
  countDifferences,
  type DraftBody,
  draftOf,
  emptyBody,
  lastStages,
  newNorm,
  newStage,
  removeStage,
  roundOf,
} from "./template-draft.ts";
import { addStage, arrangeAdded, rewriteVariant } from "./variants/variant-draft.ts";

const size = "variant-l";
const fabric: TemplateNorm = { ...newNorm("warehouse"), key: "fabric", variantId: "linen", perUnit: "1.2" };
const body: DraftBody = draftOf({
  ...emptyBody("", "warehouse"),
  stages: [
    { ...newStage("Cutting"), key: "cut", norms: [fabric] },
    { ...newStage("Sewing"), key: "sew", unitSeconds: 600 },
    { ...newStage("Check"), key: "check", waitsFor: ["cut", "sew"] },
  ],
});

/** Edits a body as the screen does: what a stage's edit does is done to the latest body. */
function editing(start: DraftBody, variantId: string | null) {
  let now = start;
  const change = (rewrite: (before: DraftBody) => DraftBody): null => {
    now = rewrite(now);
    return null;
  };
  return {
    stage: (key: string): StageEdit => {
      const stages = variantId === null ? editBase(now, change) : editVariant(now, change, variantId);
      const found = stages.find((edit) => edit.stage.key === key);
      if (found === undefined) throw new Error(`No stage ${key}`);
      return found;
    },
    norm(key: string) {
      const [norm] = this.stage(key).norms;
      if (norm === undefined) throw new Error(`No norm in ${key}`);
      return norm;
    },
    keys: () => editVariant(now, change, variantId ?? "").map(({ stage }) => stage.key),
    body: (): TemplateBody => now,
  };
}

describe("a stage as one variant has it", () => {
  it("holds nothing but what differs, and follows the base in the rest", () => {
    const draft = editing(body, size);
    expect(draft.stage("sew").standing).toBe("inherited");
    draft.stage("sew").set({ unitSeconds: 900 });
    expect(draft.stage("sew")).toMatchObject({
      standing: "changed",
      path: "body.variants.0.changedStages.0.fields",
    });
    expect([...draft.stage("sew").overridden]).toEqual(["unitSeconds"]);
    expect(draft.body().stages).toEqual(body.stages);
    expect(draft.body().variants[0]?.changedStages[0]?.fields).toEqual({ unitSeconds: 900 });
  });

  it("inherits again when a field is reset, and when it is set to what the base says", () => {
    const draft = editing(body, size);
    draft.stage("sew").set({ unitSeconds: 900, name: "Sewing, large" });
    draft.stage("sew").reset("name");
    expect(draft.stage("sew").stage.name).toBe("Sewing");
    draft.stage("sew").set({ unitSeconds: 600 });
    expect(draft.body().variants).toEqual([]);
  });

  it("drops a stage with all that it had otherwise, and takes it back as the base has it", () => {
    const draft = editing(body, size);
    draft.stage("sew").set({ unitSeconds: 900 });
    draft.stage("sew").toggle();
    expect(draft.stage("sew").standing).toBe("dropped");
    expect(draft.body().variants[0]).toMatchObject({ droppedStages: ["sew"], changedStages: [] });
    draft.stage("sew").toggle();
    expect(draft.stage("sew")).toMatchObject({ standing: "inherited", stage: { unitSeconds: 600 } });
  });

  it("changes, drops and adds norms", () => {
    const draft = editing(body, size);
    draft.norm("cut").set({ perUnit: "1.5" });
    expect(draft.norm("cut")).toMatchObject({
      standing: "changed",
      norm: { perUnit: "1.5", variantId: "linen" },
      path: "body.variants.0.changedStages.0.changedNorms.0.fields",
    });
    draft.stage("cut").addNorm({ ...newNorm("warehouse"), variantId: "lining" });
    expect(draft.stage("cut").norms.map(({ standing }) => standing)).toEqual(["changed", "own"]);
    expect(countDifferences(draft.body(), size)).toBe(2);
    draft.norm("cut").toggle();
    expect(draft.norm("cut").standing).toBe("dropped");
    expect(draft.body().variants[0]?.changedStages[0]?.changedNorms).toEqual([]);
    draft.norm("cut").toggle();
    expect(draft.norm("cut")).toMatchObject({ standing: "inherited", norm: { perUnit: "1.2" } });
  });

  it("moves a stage of its own among the base's", () => {
    const own = (key: string) => addStage("check", { ...newStage(key), key });
    const both = rewriteVariant(rewriteVariant(body, size, own("gift")), size, own("bag"));
    const moved = rewriteVariant(both, size, arrangeAdded(["bag", "cut", "sew", "gift", "check"]));
    expect(editing(moved, size).keys()).toEqual(["bag", "cut", "sew", "gift", "check"]);
    expect(moved.variants[0]?.addedStages.map(({ after }) => after)).toEqual([null, "sew"]);
  });

  it("forgets a norm that the base no longer has", () => {
    const variant = editing(body, size);
    variant.norm("cut").set({ perUnit: "1.5" });
    const base = editing(variant.body(), null);
    base.norm("cut").toggle();
    expect(base.body().stages[0]?.norms).toEqual([]);
    expect(base.body().variants[0]?.changedStages).toEqual([]);
  });
});

describe("a draft", () => {
  it("hands a removed stage's waits on, in variants too", () => {
    const gift = { ...newStage("Gift box"), key: "gift", waitsFor: ["check"] };
    const before = rewriteVariant(body, size, addStage("check", gift));
    const after = removeStage(before, "check");
    expect(after.variants[0]?.addedStages).toMatchObject([
      { after: "sew", stage: { waitsFor: ["cut", "sew"] } },
    ]);
    expect(removeStage(body, "sew").stages[1]?.waitsFor).toEqual(["cut"]);
  });

  it("names the round that stages would go, and the stages that nobody waits for", () => {
    expect(roundOf(body.stages)).toBeNull();
    const [cut, ...rest] = body.stages;
    if (cut === undefined) throw new Error("No stage");
    expect(roundOf([{ ...cut, waitsFor: ["check"] }, ...rest])).toMatch(/Cutting.*Check|Check.*Cutting/);
    const alone = body.stages.map((stage) => ({ ...stage, waitsFor: stage.key === "check" ? ["sew"] : [] }));
    expect(lastStages(alone).map(({ key }) => key)).toEqual(["cut", "check"]);
  });

  it("is sent with nothing for what was emptied", () => {
    const emptied = { ...fabric, perUnit: "", perBatch: " = quantity * 2 m ", loss: "", roundingStep: "" };
    const draft = { ...body, stages: [{ ...newStage("Cutting"), norms: [emptied] }] };
    expect(bodyOfDraft(draft).stages[0]?.norms[0]).toMatchObject({
      perUnit: "0",
      perBatch: "= quantity * 2 m",
      loss: "0",
      roundingStep: null,
    });
  });
});
