import type { AskedAttribute } from "#modules/catalog/contract/attributes.ts";
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

export type FurnitureWords = {
  readonly product: string;
  readonly width: string;
  readonly height: string;
  readonly colour: string;
  readonly colours: readonly [string, string];
  readonly board: string;
  readonly front: string;
  readonly edging: string;
  readonly lacquer: string;
  readonly hinge: string;
  readonly screws: string;
  readonly sawyer: string;
  readonly painter: string;
  readonly joiner: string;
  readonly cutting: string;
  readonly edgeBanding: string;
  readonly lacquering: string;
  readonly lacquerDrying: string;
  readonly assembly: string;
  readonly doorsClose: string;
};

/** Unit by unit, each in the measures that were ordered; who assembles is chosen at the start. */
export function readyFurniture(words: FurnitureWords, around: ReadySurroundings): ReadyTemplate {
  const [width, height] = [named(words.width), named(words.height)];
  const sample = { values: { [words.width]: "100 cm", [words.height]: "200 cm" } };
  const measure = (name: string): AskedAttribute => ({
    name,
    kind: "number",
    unit: "cm",
    choices: [],
    required: true,
  });
  return {
    product: {
      name: words.product,
      shelfLifeDays: null,
      asked: [
        measure(words.width),
        measure(words.height),
        { name: words.colour, kind: "choice", unit: null, choices: [...words.colours], required: true },
      ],
      variants: [{ name: words.product, attributes: {}, salePrice: "18500" }],
      upsells: [],
    },
    materials: [
      plainMaterial(words.board, "m2", "380"),
      {
        name: words.front,
        unit: "m2",
        variants: words.colours.map((name) => ({
          name,
          attributes: { [words.colour]: { text: name } },
          listPrice: "640",
        })),
      },
      plainMaterial(words.edging, "m", "14"),
      plainMaterial(words.lacquer, "l", "320"),
      plainMaterial(words.hinge, "pcs", "65"),
      plainMaterial(words.screws, "pcs", "0.8"),
    ],
    trades: [words.sawyer, words.painter, words.joiner],
    body: readyBody(
      [
        {
          key: "cutting",
          name: words.cutting,
          performer: byTrade(words.sawyer),
          setUpSeconds: 15 * minute,
          unitSeconds: 50 * minute,
          consumption: "at_start",
          norms: [
            normOf(words.board, around, {
              key: "board",
              // Two sides, a back, five shelves 60 cm deep.
              perUnit: `=2 * ${height} * 60 cm + ${width} * ${height} + 5 * ${width} * 60 cm`,
              loss: "0.12",
              samples: [{ of: "perUnit", ...sample, expected: "7.4" }],
            }),
            {
              key: "front",
              itemId: words.front,
              follows: words.colour,
              warehouseId: around.materials,
              perUnit: `=${width} * ${height}`,
              loss: "0.1",
              samples: [{ of: "perUnit", ...sample, expected: "2" }],
            },
          ],
        },
        {
          key: "edge_banding",
          name: words.edgeBanding,
          performer: byTrade(words.sawyer),
          unitSeconds: 30 * minute,
          consumption: "at_completion",
          norms: [
            normOf(words.edging, around, {
              key: "edging",
              perUnit: `=4 * (${width} + ${height})`,
              allowance: "0.05",
              samples: [{ of: "perUnit", ...sample, expected: "12" }],
            }),
          ],
        },
        {
          key: "lacquering",
          name: words.lacquering,
          performer: byTrade(words.painter),
          setUpSeconds: 20 * minute,
          unitSeconds: 40 * minute,
          consumption: "at_completion",
          wait: { name: words.lacquerDrying, minimumSeconds: 12 * hour },
          reworkLimit: 2,
          norms: [
            normOf(words.lacquer, around, {
              key: "lacquer",
              perUnit: `=2 * ${width} * ${height} * 0.15 l / 1 m2`,
              samples: [{ of: "perUnit", ...sample, expected: "0.6" }],
            }),
          ],
        },
        {
          key: "assembly",
          name: words.assembly,
          performer: { kind: "chosen_at_start", tradeId: words.joiner },
          unitSeconds: 2 * hour,
          consumption: "at_completion",
          photoRequired: true,
          checks: [yesNo("doors", words.doorsClose)],
          norms: [
            // A hinge for each 50 cm of height, on two doors.
            normOf(words.hinge, around, {
              key: "hinge",
              perUnit: `=2 * max(2; ceil(${height} / 50 cm))`,
              samples: [{ of: "perUnit", ...sample, expected: "8" }],
            }),
            normOf(words.screws, around, { key: "screws", perUnit: "40", roundingStep: "100" }),
          ],
        },
      ],
      around,
      { batchMode: "per_unit" },
    ),
  };
}
