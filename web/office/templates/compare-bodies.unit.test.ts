import { expect, test } from "vitest";
import { type TemplateBody, templateBodyField } from "#modules/templates/contract/template-body.ts";
import { compareBodies } from "./compare-bodies.ts";

const id = (end: number): string => `0197c1e2-0000-7000-8000-00000000000${end}`;
const beans = id(1);
const bag = id(2);
const store = id(3);

function body(change: (draft: TemplateBody) => void = () => {}): TemplateBody {
  const draft = templateBodyField.parse({
    stages: [
      {
        key: "roasting",
        name: "Roasting",
        performer: { kind: "role", role: "operator" },
        batchSeconds: 900,
        consumption: "at_start",
        norms: [{ variantId: beans, warehouseId: store, perUnit: "0.25", loss: "0.15" }],
      },
      {
        key: "packing",
        name: "Packing",
        performer: { kind: "role", role: "operator" },
        consumption: "at_completion",
        norms: [{ variantId: bag, warehouseId: store, perUnit: "1" }],
      },
    ],
    triggers: {},
    policies: { finishedWarehouseId: store },
  });
  change(draft);
  return draft;
}

test("a body does not differ from itself", () => {
  expect(compareBodies(body(), body())).toEqual([]);
});

test("each changed field is a line with what it was and what it is", () => {
  const after = body((draft) => {
    const [roasting] = draft.stages;
    const [norm] = roasting?.norms ?? [];
    if (roasting !== undefined) roasting.batchSeconds = 1200;
    if (norm !== undefined) norm.loss = "0.16";
    draft.policies.shortage = "block";
    draft.triggers.done = { dealStatusId: id(4) };
  });
  expect(compareBodies(body(), after)).toEqual([
    { kind: "stage_field", stage: "Roasting", field: "batchSeconds", from: 900, to: 1200 },
    { kind: "norm_field", stage: "Roasting", variantId: beans, field: "loss", from: "0.15", to: "0.16" },
    { kind: "trigger", trigger: "done", from: null, to: id(4) },
    { kind: "policy", policy: "shortage", from: "warn", to: "block" },
  ]);
});

test("a stage is known by its key: a new name is a change, another key a stage that went and one that came", () => {
  const renamed = body((draft) => {
    const packing = draft.stages[1];
    if (packing !== undefined) packing.name = "Grinding and packing";
  });
  expect(compareBodies(body(), renamed)).toEqual([
    {
      kind: "stage_field",
      stage: "Grinding and packing",
      field: "name",
      from: "Packing",
      to: "Grinding and packing",
    },
  ]);
  const replaced = body((draft) => {
    const packing = draft.stages[1];
    if (packing !== undefined) packing.key = "packing_two";
  });
  expect(compareBodies(body(), replaced)).toEqual([
    { kind: "stage_removed", stage: "Packing" },
    { kind: "stage_added", stage: "Packing" },
  ]);
});

test("stages in another order are one line, and a material that came or went another", () => {
  const after = body((draft) => {
    draft.stages.reverse();
    draft.stages[0]?.norms.splice(0, 1);
  });
  expect(compareBodies(body(), after)).toMatchObject([
    { kind: "stages_reordered", from: ["Roasting", "Packing"], to: ["Packing", "Roasting"] },
    { kind: "norm_removed", stage: "Packing", variantId: bag },
  ]);
});
