import type { z } from "zod";
import { describe, expect, it } from "vitest";
import { type TemplateBody, templateBodyField } from "../contract/template-body.ts";
import { compareBodies, type Difference } from "./compare-bodies.ts";

const id = (number: number): string => `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`;
type Draft = z.input<typeof templateBodyField>;
const stage = (key: string, more: Partial<Draft["stages"][number]> = {}): Draft["stages"][number] => ({
  key,
  name: key.toUpperCase(),
  performer: { kind: "role", role: "operator" },
  consumption: "at_start",
  ...more,
});
const norm = (variant: number, more: object = {}) => ({
  variantId: id(variant),
  warehouseId: id(1),
  ...more,
});

function aBody(more: Partial<Draft> = {}): TemplateBody {
  return templateBodyField.parse({
    stages: [stage("cut", { norms: [norm(10), norm(11)] }), stage("sew"), stage("pack")],
    triggers: {},
    policies: { finishedWarehouseId: id(1) },
    ...more,
  });
}
/** Short enough to read in a test. */
const lines = (differences: readonly Difference[]): unknown[] =>
  differences.map(({ kind, path, from, to }) =>
    typeof from === "object" || typeof to === "object"
      ? [kind, path.join(".")]
      : [kind, path.join("."), from, to],
  );

describe("compareBodies", () => {
  it("finds nothing between equals, whatever the order of their fields", () => {
    const body = aBody();
    const turned = JSON.parse(
      JSON.stringify(body, (_, value: unknown) =>
        value === null || typeof value !== "object" || Array.isArray(value)
          ? value
          : Object.fromEntries(Object.entries(value).toReversed()),
      ),
    ) as TemplateBody;
    expect(compareBodies(body, turned)).toEqual([]);
  });

  it("says which stages came, went and changed places", () => {
    const after = aBody({
      stages: [stage("pack"), stage("cut", { norms: [norm(10), norm(11)] }), stage("press")],
    });
    expect(lines(compareBodies(aBody(), after))).toEqual([
      ["stage_removed", "stages.1"],
      ["stages_reordered", "stages"],
      ["stage_added", "stages.2"],
    ]);
  });

  it("compares a stage field by field, and norms by their keys", () => {
    const after = aBody({
      stages: [
        stage("cut", { norms: [norm(11, { key: "n2", perUnit: "=width" }), norm(12, { key: "n9" })] }),
        stage("sew", { unitSeconds: 60, photoRequired: true }),
        stage("pack"),
      ],
    });
    expect(lines(compareBodies(aBody(), after))).toEqual([
      ["norm_removed", "stages.0.norms.0"],
      ["norm_field", "stages.0.norms.0.perUnit", "0", "=width"],
      ["norm_added", "stages.0.norms.1"],
      ["stage_field", "stages.1.unitSeconds", 0, 60],
      ["stage_field", "stages.1.photoRequired", false, true],
    ]);
  });

  it("compares triggers with their condition, and policies", () => {
    const start = { dealStatusId: id(5) };
    const before = aBody({ triggers: { start } });
    const after = aBody({
      triggers: { start: { ...start, condition: "=quantity > 1" }, rework: { dealStatusId: id(6) } },
      policies: { finishedWarehouseId: id(1), overYield: "0.05" },
    });
    expect(lines(compareBodies(before, after))).toEqual([
      ["trigger", "triggers.start"],
      ["trigger", "triggers.rework"],
      ["policy", "policies.overYield", "0", "0.05"],
    ]);
  });

  it("says what a variant's version overrides, and where it follows the base again", () => {
    const variants = (version: object): Draft["variants"] => [{ variantId: id(20), ...version }];
    const before = aBody({
      variants: variants({
        droppedStages: ["sew"],
        changedStages: [
          {
            key: "cut",
            fields: { unitSeconds: 30 },
            changedNorms: [{ key: "n1", fields: { perUnit: "2" } }],
            droppedNorms: ["n2"],
          },
        ],
      }),
    });
    const after = aBody({
      variants: variants({
        changedStages: [
          {
            key: "cut",
            fields: { name: "Cut by hand" },
            changedNorms: [{ key: "n1", fields: { perUnit: "3" } }],
            addedNorms: [{ key: "extra", ...norm(12) }],
          },
        ],
        addedStages: [{ after: "cut", stage: stage("iron") }],
      }),
    });
    const found = compareBodies(before, after);
    expect(new Set(found.map(({ variantId }) => variantId))).toEqual(new Set([id(20)]));
    expect(lines(found)).toEqual([
      ["stage_kept", "variants.0.droppedStages", undefined, undefined],
      ["stage_field", "variants.0.changedStages.0.fields.name", undefined, "Cut by hand"],
      ["stage_field", "variants.0.changedStages.0.fields.unitSeconds", 30, undefined],
      ["norm_kept", "variants.0.changedStages.0.droppedNorms", undefined, undefined],
      ["norm_field", "variants.0.changedStages.0.changedNorms.0.fields.perUnit", "2", "3"],
      ["norm_added", "variants.0.changedStages.0.addedNorms.0"],
      ["stage_added", "variants.0.addedStages.0.stage"],
    ]);
    expect(found.find(({ kind }) => kind === "norm_kept")?.norm).toMatchObject({ variantId: id(11) });
    expect(found.find(({ kind }) => kind === "stage_kept")).toMatchObject({ stageKey: "sew", stage: "SEW" });
  });

  it("says that a variant got its own version, with what is in it, and that one lost it", () => {
    const variants: Draft["variants"] = [{ variantId: id(20), droppedStages: ["sew"] }];
    expect(lines(compareBodies(aBody(), aBody({ variants })))).toEqual([
      ["variant_added", "variants.0"],
      ["stage_dropped", "variants.0.droppedStages", undefined, undefined],
    ]);
    expect(lines(compareBodies(aBody({ variants }), aBody()))).toEqual([["variant_removed", "variants.0"]]);
  });
});
