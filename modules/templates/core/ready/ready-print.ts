import {
  byTrade,
  minute,
  normOf,
  plainMaterial,
  readyBody,
  type ReadySurroundings,
  type ReadyTemplate,
  yesNo,
} from "./ready-template.ts";

export type PrintWords = {
  readonly product: string;
  readonly finish: string;
  readonly finishes: readonly [string, string];
  readonly paper: string;
  readonly ink: string;
  readonly film: string;
  readonly box: string;
  readonly designer: string;
  readonly printer: string;
  readonly finisher: string;
  readonly prepress: string;
  readonly printing: string;
  readonly printingInstruction: string;
  readonly lamination: string;
  readonly cutting: string;
  readonly colourProof: string;
};

/** Setting up takes longer than the run: orders of the same paper are best gathered into one. */
export function readyPrint(words: PrintWords, around: ReadySurroundings): ReadyTemplate {
  const finish = (text: string) => ({ [words.finish]: { text } });
  return {
    product: {
      name: words.product,
      shelfLifeDays: null,
      asked: [],
      variants: words.finishes.map((name) => ({ name, attributes: finish(name), salePrice: "190" })),
      upsells: [{ name: words.lamination, price: "60" }],
    },
    materials: [
      {
        name: words.paper,
        unit: "pcs",
        variants: words.finishes.map((name) => ({ name, attributes: finish(name), listPrice: "5.4" })),
      },
      plainMaterial(words.ink, "kg", "780"),
      plainMaterial(words.film, "m2", "22"),
      plainMaterial(words.box, "pcs", "6"),
    ],
    trades: [words.designer, words.printer, words.finisher],
    body: readyBody(
      [
        {
          key: "prepress",
          name: words.prepress,
          performer: byTrade(words.designer),
          batchSeconds: 25 * minute,
          consumption: "at_completion",
          checks: [yesNo("proof", words.colourProof)],
        },
        {
          key: "printing",
          name: words.printing,
          instruction: words.printingInstruction,
          performer: byTrade(words.printer),
          setUpSeconds: 30 * minute,
          unitSeconds: 40,
          consumption: "at_start",
          reworkLimit: 1,
          norms: [
            {
              key: "paper",
              itemId: words.paper,
              follows: words.finish,
              warehouseId: around.materials,
              // 24 cards to a sheet, and a few sheets until the colour is right.
              perUnit: "5",
              perBatch: "15",
              roundingStep: "50",
            },
            normOf(words.ink, around, {
              key: "ink",
              perBatch: "=max(30 g; quantity * 4 g)",
              samples: [
                { of: "perBatch", quantity: 5, expected: "0.03" },
                { of: "perBatch", quantity: 20, expected: "0.08" },
              ],
            }),
          ],
        },
        {
          key: "lamination",
          name: words.lamination,
          performer: byTrade(words.finisher),
          setUpSeconds: 10 * minute,
          unitSeconds: 30,
          consumption: "at_completion",
          condition: { kind: "upsell", upsellId: words.lamination },
          norms: [normOf(words.film, around, { key: "film", perUnit: "1.2", allowance: "0.05" })],
        },
        {
          key: "cutting",
          name: words.cutting,
          performer: byTrade(words.finisher),
          setUpSeconds: 10 * minute,
          unitSeconds: 45,
          consumption: "at_completion",
          norms: [normOf(words.box, around, { key: "box", perUnit: "1", roundingStep: "1" })],
        },
      ],
      around,
      { batchMode: "whole", overYield: "0.05" },
    ),
  };
}
