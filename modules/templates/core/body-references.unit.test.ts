import { describe, expect, it } from "vitest";
import { templateBodyField } from "../contract/template-body.ts";
import { listReferences } from "./body-references.ts";

const id = (number: number): string => `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`;

describe("listReferences", () => {
  it("misses no id, wherever a body may name one, and its paths lead there", () => {
    let last = 100;
    const next = (): string => id((last += 1));
    const norm = () => ({ variantId: next(), warehouseId: next() });
    const anything = (key: string) => ({
      key,
      name: key,
      performer: { kind: "chosen_at_start" as const, tradeId: next() },
      consumption: "at_start" as const,
      condition: { kind: "upsell" as const, upsellId: next() },
      atStart: [
        { kind: "move_deal" as const, dealStatusId: next() },
        { kind: "create_task" as const, title: "Task", memberId: next() },
      ],
      atCompletion: [{ kind: "create_task" as const, title: "Task", tradeId: next() }],
      norms: [norm(), { itemId: next(), warehouseId: next() }],
    });
    const { norms: _norms, key: _key, ...fields } = anything("fields");
    const status = () => ({ dealStatusId: next() });
    const body = templateBodyField.parse({
      stages: [anything("a"), anything("b")],
      variants: [
        {
          variantId: next(),
          changedStages: [
            {
              key: "a",
              fields,
              changedNorms: [{ key: "n1", fields: { itemId: next(), variantId: null, warehouseId: next() } }],
              addedNorms: [norm()],
            },
          ],
          addedStages: [{ after: null, stage: anything("c") }],
        },
      ],
      triggers: { start: status(), done: status(), cancel: status(), defect: status(), rework: status() },
      policies: { finishedWarehouseId: next(), responsibleId: next() },
    });
    const found = listReferences(body);
    const named = JSON.stringify(body).match(/0{8}-[0-9a-f-]{27}/g);
    expect(found.map((one) => one.id).toSorted()).toEqual(named?.toSorted());
    for (const one of found) {
      const there = one.path
        .slice(1)
        .reduce<unknown>((value, step) => (value as Record<string | number, unknown>)[step], body);
      expect(there).toBe(one.id);
    }
  });

  it("finds each id that the body names, with its path", () => {
    const body = templateBodyField.parse({
      stages: [
        {
          key: "a",
          name: "A",
          performer: { kind: "member", memberId: id(10) },
          consumption: "at_start",
          norms: [{ variantId: id(11), warehouseId: id(12) }],
        },
        { key: "b", name: "B", performer: { kind: "trade", tradeId: id(13) }, consumption: "at_start" },
        {
          key: "c",
          name: "C",
          performer: { kind: "chosen_at_start", tradeId: id(14) },
          consumption: "at_start",
        },
        { key: "d", name: "D", performer: { kind: "chosen_at_start" }, consumption: "at_start" },
      ],
      triggers: {
        start: { dealStatusId: id(15) },
        done: { dealStatusId: id(16) },
        cancel: { dealStatusId: id(17) },
      },
      policies: { finishedWarehouseId: id(18), responsibleId: id(19) },
    });
    const found = listReferences(body);
    expect(found.map((reference) => [reference.kind, reference.id])).toEqual([
      ["member", id(10)],
      ["variant", id(11)],
      ["warehouse", id(12)],
      ["trade", id(13)],
      ["trade", id(14)],
      ["deal_status", id(15)],
      ["deal_status", id(16)],
      ["deal_status", id(17)],
      ["warehouse", id(18)],
      ["member", id(19)],
    ]);
    // Every id of the document, whatever its field is called: a new field with an id must not slip past.
    const allIds = JSON.stringify(body).match(/[0-9a-f]{8}-[0-9a-f-]{27}/g);
    expect(found.map((reference) => reference.id).sort()).toEqual(allIds?.sort());
    for (const { path, id: named } of found) {
      let value: unknown = { body };
      for (const step of path) value = (value as Record<string | number, unknown>)[step];
      expect(value).toBe(named);
    }
  });
});
