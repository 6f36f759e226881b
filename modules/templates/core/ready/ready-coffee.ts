import {
  byTrade,
  hour,
  minute,
  named,
  normOf,
  plainMaterial,
  readyBody,
  type ReadySurroundings,
  type ReadyTemplate,
  yesNo,
} from "./ready-template.ts";

export type CoffeeTradeWords = {
  readonly product: string;
  readonly netWeight: string;
  /** the two packs */
  readonly packs: readonly [string, string];
  readonly greenBeans: string;
  readonly bag: string;
  readonly label: string;
  readonly giftBox: string;
  readonly roaster: string;
  readonly packer: string;
  readonly roasting: string;
  readonly degassing: string;
  readonly packaging: string;
  readonly foldGiftBoxes: string;
  readonly sealTight: string;
};

/**
 * Degassing is the wait after roasting and no stage: see docs/decisions/degassing-is-a-wait.md. Gift boxes are
 * folded while the beans are roasted, where they are ordered.
 */
export function readyCoffee(words: CoffeeTradeWords, around: ReadySurroundings): ReadyTemplate {
  const [small, large] = words.packs;
  const weighing = (amount: string) => ({ [words.netWeight]: { amount, unit: "g" as const } });
  return {
    product: {
      name: words.product,
      shelfLifeDays: 180,
      asked: [],
      variants: [
        { name: small, attributes: weighing("250"), salePrice: "320" },
        { name: large, attributes: weighing("1000"), salePrice: "1150" },
      ],
      upsells: [{ name: words.giftBox, price: "45" }],
    },
    materials: [
      plainMaterial(words.greenBeans, "kg", "410"),
      {
        name: words.bag,
        unit: "pcs",
        variants: [
          { name: small, attributes: weighing("250"), listPrice: "6.4" },
          { name: large, attributes: weighing("1000"), listPrice: "11.5" },
        ],
      },
      plainMaterial(words.label, "pcs", "1.15"),
      plainMaterial(words.giftBox, "pcs", "24"),
    ],
    trades: [words.roaster, words.packer],
    body: readyBody(
      [
        {
          key: "roasting",
          name: words.roasting,
          performer: byTrade(words.roaster),
          batchSeconds: 15 * minute,
          consumption: "at_start",
          wait: { name: words.degassing, minimumSeconds: 12 * hour },
          // Beans can't be roasted twice: whoever wants to send them back asks a supervisor.
          reworkLimit: 0,
          norms: [
            normOf(words.greenBeans, around, {
              key: "beans",
              perUnit: `=${named(words.netWeight)}`,
              // What goes up the chimney.
              loss: "0.15",
              samples: [{ of: "perUnit", values: { [words.netWeight]: "250 g" }, expected: "0.25" }],
            }),
          ],
        },
        {
          key: "gift_boxes",
          name: words.foldGiftBoxes,
          performer: byTrade(words.packer),
          unitSeconds: 2 * minute,
          consumption: "at_completion",
          condition: { kind: "upsell", upsellId: words.giftBox },
          waitsFor: [],
          norms: [normOf(words.giftBox, around, { key: "box", perUnit: "1", roundingStep: "1" })],
        },
        {
          key: "packaging",
          name: words.packaging,
          performer: byTrade(words.packer),
          setUpSeconds: 10 * minute,
          unitSeconds: minute,
          consumption: "at_completion",
          reworkLimit: 2,
          waitsFor: ["roasting", "gift_boxes"],
          checks: [yesNo("seal", words.sealTight)],
          norms: [
            {
              key: "bag",
              // The bag that holds as much as the pack.
              itemId: words.bag,
              follows: words.netWeight,
              warehouseId: around.materials,
              perUnit: "1",
              roundingStep: "1",
            },
            // Some labels come off crooked; they are counted in whole ones.
            normOf(words.label, around, { key: "label", perUnit: "1", allowance: "0.05", roundingStep: "1" }),
          ],
        },
      ],
      around,
      { batchMode: "whole" },
    ),
  };
}
