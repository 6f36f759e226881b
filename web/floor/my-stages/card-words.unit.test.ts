import { expect, test } from "vitest";
import { aCard } from "./a-card.ts";
import { partAttributes, productOf, toPick } from "./card-words.ts";

test("units are told apart by what differs, and share the rest", () => {
  const white = { text: "white" };
  const wide = (amount: string) => ({
    lotAttributes: { width: { amount, unit: "cm" as const }, colour: white },
  });
  const { common, telling } = partAttributes([wide("60"), wide("80"), wide("60")]);
  expect(common).toEqual({ colour: white });
  expect([...telling]).toEqual(["width"]);
  expect(partAttributes([wide("60")]).telling.size).toBe(0);
  // One that has no such attribute at all differs by that.
  expect([...partAttributes([wide("60"), { lotAttributes: { colour: white } }]).telling]).toEqual(["width"]);
});

test("only what has something to choose from is to be picked", () => {
  const [material] = aCard().materials;
  if (material === undefined) throw new Error("the card has a material");
  const choices = [{ variantId: "oak", variantName: "Oak", free: "1" }];
  const open = { ...material, normId: "open", variantId: null, variantName: null, choices };
  const card = aCard({ materials: [material, open, { ...open, normId: "empty", choices: [] }] });
  expect(toPick(card).map(({ normId }) => normId)).toEqual(["open"]);
  expect(productOf(open)).toBe("Green coffee");
});
