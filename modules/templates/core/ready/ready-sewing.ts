import {
  byTrade,
  minute,
  named,
  normOf,
  plainMaterial,
  readyBody,
  type ReadySurroundings,
  type ReadyTemplate,
  yesNo,
} from "./ready-template.ts";

export type SewingWords = {
  readonly product: string;
  readonly garmentLength: string;
  readonly fabric: string;
  readonly colour: string;
  readonly colours: readonly [string, string, string];
  readonly thread: string;
  readonly label: string;
  readonly bag: string;
  readonly cutter: string;
  readonly seamstress: string;
  readonly presser: string;
  readonly embroideryWorkshop: string;
  readonly embroidery: string;
  readonly embroideryInstruction: string;
  readonly cutting: string;
  readonly sewing: string;
  readonly pressing: string;
  readonly quality: string;
  readonly seamsEven: string;
  readonly noStains: string;
  readonly measuredLength: string;
};

/** The whole batch together; fabric by the size, its colour picked by the cutter. */
export function readySewing(words: SewingWords, around: ReadySurroundings): ReadyTemplate {
  const length = (amount: string) => ({ [words.garmentLength]: { amount, unit: "cm" as const } });
  const perUnit = `=2 * (${named(words.garmentLength)} + 5 cm)`;
  return {
    product: {
      name: words.product,
      shelfLifeDays: null,
      asked: [],
      variants: [
        { name: "S", attributes: length("66"), salePrice: "1450" },
        { name: "M", attributes: length("70"), salePrice: "1450" },
        { name: "L", attributes: length("74"), salePrice: "1550" },
      ],
      upsells: [{ name: words.embroidery, price: "180" }],
    },
    materials: [
      {
        name: words.fabric,
        unit: "m",
        variants: words.colours.map((name) => ({
          name,
          attributes: { [words.colour]: { text: name } },
          listPrice: "210",
        })),
      },
      plainMaterial(words.thread, "pcs", "38"),
      plainMaterial(words.label, "pcs", "2.5"),
      plainMaterial(words.bag, "pcs", "4.2"),
    ],
    trades: [words.cutter, words.seamstress, words.presser],
    subcontractors: [{ name: words.embroideryWorkshop, services: words.embroidery }],
    body: readyBody(
      [
        {
          key: "cutting",
          name: words.cutting,
          performer: byTrade(words.cutter),
          setUpSeconds: 20 * minute,
          unitSeconds: 4 * minute,
          consumption: "at_start",
          norms: [
            {
              key: "fabric",
              // Any colour: the cutter picks it.
              itemId: words.fabric,
              warehouseId: around.materials,
              perUnit,
              loss: "0.06",
              samples: [
                { of: "perUnit", values: { [words.garmentLength]: "70 cm" }, expected: "1.5" },
                { of: "perUnit", values: { [words.garmentLength]: "66 cm" }, expected: "1.42" },
              ],
            },
          ],
        },
        {
          key: "embroidery",
          name: words.embroidery,
          instruction: words.embroideryInstruction,
          performer: {
            kind: "subcontractor",
            subcontractorId: words.embroideryWorkshop,
            price: { kind: "per_unit", amount: "90" },
          },
          unitSeconds: 12 * minute,
          consumption: "at_completion",
          condition: { kind: "upsell", upsellId: words.embroidery },
        },
        {
          key: "sewing",
          name: words.sewing,
          performer: byTrade(words.seamstress),
          unitSeconds: 35 * minute,
          consumption: "at_completion",
          reworkLimit: 2,
          norms: [
            normOf(words.thread, around, { key: "thread", perUnit: "0.2" }),
            normOf(words.label, around, { key: "label", perUnit: "1", roundingStep: "1" }),
          ],
        },
        {
          key: "pressing",
          name: words.pressing,
          performer: byTrade(words.presser),
          unitSeconds: 5 * minute,
          consumption: "at_completion",
        },
        {
          key: "quality",
          name: words.quality,
          performer: { kind: "role", role: "supervisor" },
          unitSeconds: 3 * minute,
          consumption: "at_completion",
          checks: [
            yesNo("seams", words.seamsEven),
            yesNo("stains", words.noStains),
            {
              kind: "number",
              key: "length",
              name: words.measuredLength,
              unit: "cm",
              minimum: "64",
              maximum: "76",
            },
          ],
          norms: [normOf(words.bag, around, { key: "bag", perUnit: "1", roundingStep: "1" })],
        },
      ],
      around,
      { batchMode: "whole" },
    ),
  };
}
