import {
  byTrade,
  hour,
  minute,
  normOf,
  plainMaterial,
  readyBody,
  type ReadySurroundings,
  type ReadyTemplate,
  yesNo,
} from "./ready-template.ts";

export type BakeryWords = {
  readonly product: string;
  readonly flour: string;
  readonly water: string;
  readonly salt: string;
  readonly yeast: string;
  readonly bag: string;
  readonly baker: string;
  readonly packer: string;
  readonly mixing: string;
  readonly rising: string;
  readonly shaping: string;
  readonly proving: string;
  readonly baking: string;
  readonly cooling: string;
  readonly packing: string;
  readonly crumbTemperature: string;
  readonly crustWhole: string;
};

/** The whole dough together; it waits neither too short nor too long, and nothing begins without its flour. */
export function readyBakery(words: BakeryWords, around: ReadySurroundings): ReadyTemplate {
  return {
    product: {
      name: words.product,
      shelfLifeDays: 3,
      asked: [],
      variants: [{ name: words.product, attributes: {}, salePrice: "65" }],
      upsells: [],
    },
    materials: [
      plainMaterial(words.flour, "kg", "24"),
      plainMaterial(words.water, "l", "0.06"),
      plainMaterial(words.salt, "kg", "18"),
      plainMaterial(words.yeast, "kg", "140"),
      plainMaterial(words.bag, "pcs", "1.9"),
    ],
    trades: [words.baker, words.packer],
    body: readyBody(
      [
        {
          key: "mixing",
          name: words.mixing,
          performer: byTrade(words.baker),
          setUpSeconds: 10 * minute,
          batchSeconds: 25 * minute,
          consumption: "at_start",
          wait: { name: words.rising, minimumSeconds: 2 * hour, maximumSeconds: 4 * hour },
          reworkLimit: 0,
          norms: [
            normOf(words.flour, around, { key: "flour", perUnit: "0.52", loss: "0.02" }),
            normOf(words.water, around, { key: "water", perUnit: "0.35" }),
            normOf(words.salt, around, { key: "salt", perUnit: "0.0104" }),
            // A dough of less than ten loaves needs as much to rise at all.
            normOf(words.yeast, around, { key: "yeast", perBatch: "=max(quantity; 10) * 4 g" }),
          ],
        },
        {
          key: "shaping",
          name: words.shaping,
          performer: byTrade(words.baker),
          unitSeconds: minute,
          consumption: "at_completion",
          wait: { name: words.proving, minimumSeconds: 40 * minute, maximumSeconds: 90 * minute },
        },
        {
          key: "baking",
          name: words.baking,
          performer: byTrade(words.baker),
          batchSeconds: 45 * minute,
          consumption: "at_completion",
          wait: { name: words.cooling, minimumSeconds: hour },
          reworkLimit: 0,
          checks: [
            {
              kind: "number",
              key: "crumb",
              name: words.crumbTemperature,
              minimum: "94",
              maximum: "99",
            },
          ],
        },
        {
          key: "packing",
          name: words.packing,
          performer: byTrade(words.packer),
          unitSeconds: 20,
          consumption: "at_completion",
          checks: [yesNo("crust", words.crustWhole)],
          norms: [normOf(words.bag, around, { key: "bag", perUnit: "1", roundingStep: "1" })],
        },
      ],
      around,
      { batchMode: "whole", shortage: "block", defectAccounting: "included" },
    ),
  };
}
