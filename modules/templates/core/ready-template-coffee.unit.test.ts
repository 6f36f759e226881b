import { expect, it } from "vitest";
import { text } from "#kernel/decimal.ts";
import { resolved } from "#test/builders/resolved.ts";
import { checkTemplateBody } from "./check-template-body.ts";
import { type CoffeeIds, readyTemplateCoffee } from "./ready-template-coffee.ts";

const id = (number: number): string => `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`;
const ids: CoffeeIds = {
  greenBeans: id(1),
  bag: id(2),
  label: id(3),
  valve: id(4),
  materials: id(5),
  finishedGoods: id(6),
  roaster: id(7),
  packer: id(8),
  accepted: id(9),
  readyToShip: id(10),
  responsible: null,
};
const words = {
  roasting: "Bean roasting",
  roastingInstruction: "",
  degassing: "degassing",
  packaging: "Grinding and packaging",
  packagingInstruction: "",
};
const body = readyTemplateCoffee(ids, words, "0.25");

it("is a sound template", () => {
  expect(
    checkTemplateBody(body, {
      itemId: id(99),
      variants: [],
      asked: [],
      upsells: [],
      units: new Map(),
      materialAttributes: new Map(),
    }),
  ).toEqual({ ok: true, value: body });
});

it("needs 5.88 kg of green beans for 20 packs, and a spare label", () => {
  const { norms } = resolved(body, { quantity: 20 });
  expect(norms.map((norm) => [norm.stageKey, norm.variantId, text(norm.required)])).toEqual([
    ["roasting", ids.greenBeans, "5.882353"],
    ["packaging", ids.bag, "20"],
    ["packaging", ids.label, "21"],
    ["packaging", ids.valve, "20"],
  ]);
});

it("roasts 15 minutes a batch, and packs after 12 hours of degassing", () => {
  const { stages } = resolved(body, { quantity: 20 });
  expect(
    stages.map(({ name, plannedSeconds, wait, waitsFor }) => [name, plannedSeconds, wait, waitsFor]),
  ).toEqual([
    ["Bean roasting", 900, { name: "degassing", minimumSeconds: 43_200, maximumSeconds: null }, []],
    ["Grinding and packaging", 1_800, null, ["roasting"]],
  ]);
});
